package io.confab.testing;

import io.confab.domain.config.ConfabConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** An operator's settings, without an application. */
public final class Configs {
    private Configs() {}

    public static ConfabConfig of(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ConfabConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(ConfabConfig.class);
    }
}
