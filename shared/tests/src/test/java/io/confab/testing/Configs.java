package io.confab.testing;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.secret.Secrets;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** An operator's settings, without an application. */
public final class Configs {
    private Configs() {}

    /** The secrets of such settings. */
    public static Secrets secrets(Map<String, String> settings) {
        Map<String, String> byName = new HashMap<>();
        settings.forEach((name, value) ->
                byName.put(name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
        return Secrets.of(byName);
    }

    public static ConfabConfig of(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ConfabConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(ConfabConfig.class);
    }
}
