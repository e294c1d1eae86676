package io.confab.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class SettingsAtStartTest {
    private static final String LAMBDA = "AWS_LAMBDA_FUNCTION_NAME";

    private static void start(Map<String, String> environment) {
        new SettingsAtStart(environment).configBuilder(new SmallRyeConfigBuilder());
    }

    @Test
    void start_onLambdaWithAWrongValue_isStoppedByASentence() {
        assertThatThrownBy(() -> start(Map.of(LAMBDA, "chat-sendMsg", "CONFAB_NOTE_LENGTH", "many")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("CONFAB_NOTE_LENGTH is \"many\": set it to a number from 1 to 1000, or leave it out.");
    }

    @Test
    void start_onLambdaWithAnUnknownName_isNot() {
        assertThatCode(() -> start(Map.of(LAMBDA, "chat-sendMsg", "CONFAB_OF_A_NEWER_VERSION", "1")))
                .doesNotThrowAnyException();
    }

    @Test
    void start_elsewhere_isNotCheckedHere() {
        assertThatCode(() -> start(Map.of("CONFAB_NOTE_LENGTH", "many"))).doesNotThrowAnyException();
    }

    @Test
    void quarkus_findsTheCheck() {
        assertThat(ServiceLoader.load(SmallRyeConfigBuilderCustomizer.class))
                .hasAtLeastOneElementOfType(SettingsAtStart.class);
    }
}
