package io.confab.edge.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confab.testing.Configs;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A deployment with a secret that anyone could guess, or read in this project, does not start. */
class TokenSecretTest {
    private static final String OWN = "a-secret-of-thirty-two-characters";
    private static final String KNOWN = "confab-local-token-secret-change-me";

    private static TokenSecret of(Map<String, String> settings) {
        return new TokenSecret(Configs.of(settings), Configs.secrets(settings));
    }

    private static void assertStopped(String setting, Map<String, String> settings) {
        assertThatThrownBy(() -> of(settings)).hasMessageContaining(setting);
    }

    @Test
    void start_withoutALongSecret_isStopped() {
        assertStopped("CONFAB_TOKEN_SECRET", Map.of());
        assertStopped("CONFAB_TOKEN_SECRET", Map.of("confab.token-secret", OWN.substring(0, 31)));
        assertStopped(
                "CONFAB_TOKEN_SECRET_PREVIOUS",
                Map.of("confab.token-secret", OWN, "confab.token-secret-previous", "short"));

        assertThat(of(Map.of("confab.token-secret", OWN)).keys().others()).isEmpty();
    }

    @Test
    void start_withTheSecretOfALaptop_onlyOnALaptop() {
        assertStopped("CONFAB_TOKEN_SECRET", Map.of("confab.token-secret", KNOWN));
        assertStopped(
                "CONFAB_TOKEN_SECRET_PREVIOUS",
                Map.of("confab.token-secret", OWN, "confab.token-secret-previous", KNOWN));

        assertThat(of(Map.of("confab.token-secret", KNOWN, "confab.local", "true"))
                        .keys()
                        .signing()
                        .getEncoded())
                .hasSize(KNOWN.length());
    }
}
