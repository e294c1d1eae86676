package io.confab.edge;

import io.confab.domain.config.Environment;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Checks the environment of a function before Quarkus reads it, and only on Lambda: a laptop's server and the tools check theirs
 * themselves, and a build checks none. A wrong value stops the start; a name that no setting has is only a warning, because after
 * a rollback the environment has names of the newer version.
 */
public final class SettingsAtStart implements SmallRyeConfigBuilderCustomizer {
    private static final Logger LOG = Logger.getLogger(SettingsAtStart.class);
    private static final String LAMBDA = "AWS_LAMBDA_FUNCTION_NAME";

    private final Map<String, String> variables;

    public SettingsAtStart() {
        this(System.getenv());
    }

    SettingsAtStart(Map<String, String> variables) {
        this.variables = variables;
    }

    /** @throws ConfigurationException which stops the start, and whose message is a sentence for an operator */
    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        if (variables.containsKey(LAMBDA)) {
            Environment environment = new Environment(variables);
            environment.unknownNames().forEach(LOG::warn);
            environment.wrongValue().ifPresent(SettingsAtStart::stop);
        }
    }

    private static void stop(String sentence) {
        throw new ConfigurationException(sentence);
    }
}
