package io.confab.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;
import io.confab.testing.Configs;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who signed is told by either of two secrets; the well-known one of a laptop stops any other deployment. */
class SignedRequestsTest {
    private static final long NOW = 1_676_882_808_550L;
    private static final ObjectNode PARAMS =
            JsonNodeFactory.instance.objectNode().put("externalUid", "7");
    private static final Map<String, String> BOTH =
            Map.of("confab.request-auth-secret", "current", "confab.request-auth-secret-previous", "the one before");

    private final Set<String> used = new HashSet<>();
    private final NonceRepository nonces = new NonceRepository() {
        @Override
        boolean use(String nonce, long now, long rememberedMillis) {
            return used.add(nonce);
        }
    };

    private SignedRequests requests(Map<String, String> settings) {
        return new SignedRequests(nonces, Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC), Configs.of(settings));
    }

    private static void require(SignedRequests requests, String secret, String nonce, long time) {
        String timestamp = Long.toString(time);
        String signature = RequestSignature.of(secret, nonce, timestamp, PARAMS);
        requests.require(
                new SignedRequests.Headers(Optional.of(nonce), Optional.of(timestamp), Optional.of(signature)), PARAMS);
    }

    private void assertRefused(Map<String, String> settings, String secret, String nonce, long time) {
        assertThatThrownBy(() -> require(requests(settings), secret, nonce, time))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void require_whileTheSecretChanges_bothAreGood() {
        require(requests(BOTH), "current", "a", NOW);
        require(requests(BOTH), "the one before", "b", NOW);

        assertRefused(Map.of("confab.request-auth-secret", "current"), "the one before", "c", NOW);
        assertThat(used).as("a forged request uses up no nonce").containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void require_seenBeforeOrOutOfTheWindow_isRefused() {
        require(requests(BOTH), "current", "old enough", NOW - 20_000);
        require(requests(BOTH), "current", "not too far ahead", NOW + 20_000);

        assertRefused(BOTH, "the one before", "old enough", NOW);
        assertRefused(BOTH, "current", "too old", NOW - 20_001);
        assertRefused(BOTH, "current", "too far ahead", NOW + 20_001);
    }

    @Test
    void require_withoutASecret_refusesEverything() {
        assertRefused(Map.of(), "", "a", NOW);
    }

    @Test
    void start_withTheSecretOfALaptop_onlyOnALaptop() {
        String known = "confab-local-request-secret";

        require(requests(Map.of("confab.request-auth-secret", known, "confab.local", "true")), known, "a", NOW);
        assertThatThrownBy(() -> requests(Map.of("confab.request-auth-secret", known)))
                .hasMessageContaining("CONFAB_REQUEST_AUTH_SECRET");
        assertThatThrownBy(() -> requests(
                        Map.of("confab.request-auth-secret", "own", "confab.request-auth-secret-previous", known)))
                .hasMessageContaining("CONFAB_REQUEST_AUTH_SECRET");
    }
}
