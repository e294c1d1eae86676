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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests may be signed with either of two secrets; with the well-known secret of a laptop, no other deployment starts. */
class SignedRequestsTest {
    private static final long NOW = 1_676_882_808_550L;
    private static final String METHOD = "externalRegister";
    private static final String BODY = "{\"externalUid\":\"7\"}";
    private static final ObjectNode PARAMS =
            JsonNodeFactory.instance.objectNode().put("externalUid", "7");
    private static final String CURRENT = "the current secret";
    private static final String PREVIOUS = "the secret before it";
    private static final Map<String, String> ONE = Map.of("confab.request-auth-secret", CURRENT);
    private static final Map<String, String> BOTH =
            Map.of("confab.request-auth-secret", CURRENT, "confab.request-auth-secret-previous", PREVIOUS);
    private static final Map<String, String> ONLY_V2 =
            Map.of("confab.request-auth-secret", CURRENT, "confab.request-signature", "v2");

    private final Set<String> used = new HashSet<>();
    private final NonceRepository nonces = new NonceRepository() {
        @Override
        boolean use(String nonce, long now, long rememberedMillis) {
            return used.add(nonce);
        }
    };

    private SignedRequests requests(Map<String, String> settings) {
        return new SignedRequests(
                nonces,
                Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC),
                Configs.of(settings),
                Configs.secrets(settings));
    }

    private static String version1(String secret, String nonce, long time) {
        return RequestSignature.ofParams(secret, nonce, Long.toString(time), "externalUid=7");
    }

    private static String version2(String secret, String nonce) {
        return RequestSignature.ofBody(secret, nonce, Long.toString(NOW), METHOD, BODY);
    }

    private static void require(
            SignedRequests requests, String nonce, long time, String signature, String signatureV2) {
        requests.require(
                new SignedRequests.Headers(
                        Optional.of(nonce),
                        Optional.of(Long.toString(time)),
                        Optional.ofNullable(signature),
                        Optional.ofNullable(signatureV2)),
                new SignedRequests.Content(METHOD, BODY, Optional.of(new SignedParams(PARAMS, Map.of()))));
    }

    private static void require(SignedRequests requests, String secret, String nonce, long time) {
        require(requests, nonce, time, version1(secret, nonce, time), null);
    }

    private void assertRefused(Map<String, String> settings, String secret, String nonce, long time) {
        assertThatThrownBy(() -> require(requests(settings), secret, nonce, time))
                .isInstanceOf(Refusal.class);
    }

    private void assertRefused(Map<String, String> settings, String nonce, String signature, String signatureV2) {
        assertThatThrownBy(() -> require(requests(settings), nonce, NOW, signature, signatureV2))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void require_whileTheSecretChanges_bothAreGood() {
        require(requests(BOTH), CURRENT, "a", NOW);
        require(requests(BOTH), PREVIOUS, "b", NOW);
        require(requests(BOTH), "c", NOW, null, version2(PREVIOUS, "c"));

        assertRefused(ONE, PREVIOUS, "d", NOW);
        assertThat(used).as("a forged request uses up no nonce").containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void require_versionTwo_decidesAloneWhereItIs() {
        require(requests(ONE), "a", NOW, "anything", version2(CURRENT, "a"));

        String good = version1(CURRENT, "b", NOW);
        assertRefused(ONE, "b", good, version2(CURRENT, "another nonce"));
        assertRefused(ONE, "b", good, "");
        assertRefused(
                ONE, "b", good, RequestSignature.ofBody(CURRENT, "b", Long.toString(NOW), "sendMsgByServer", BODY));
        assertRefused(ONE, "b", good, RequestSignature.ofBody(CURRENT, "b", Long.toString(NOW), METHOD, BODY + " "));
    }

    @Test
    void require_onlyVersionTwoBySetting_refusesTheOther() {
        require(requests(ONLY_V2), "a", NOW, null, version2(CURRENT, "a"));

        assertRefused(ONLY_V2, CURRENT, "b", NOW);
    }

    @Test
    void require_seenBeforeOrOutOfTheWindow_isRefused() {
        require(requests(BOTH), CURRENT, "old enough", NOW - 20_000);
        require(requests(BOTH), CURRENT, "not too far ahead", NOW + 20_000);

        assertRefused(BOTH, PREVIOUS, "old enough", NOW);
        assertRefused(BOTH, CURRENT, "too old", NOW - 20_001);
        assertRefused(BOTH, CURRENT, "too far ahead", NOW + 20_001);
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
                        Map.of("confab.request-auth-secret", CURRENT, "confab.request-auth-secret-previous", known)))
                .hasMessageContaining("CONFAB_REQUEST_AUTH_SECRET_PREVIOUS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "fifteen letters"})
    void start_withAShortSecret_onlyOnALaptop(String secret) {
        requests(Map.of("confab.request-auth-secret", secret, "confab.local", "true"));
        assertThatThrownBy(() -> requests(Map.of("confab.request-auth-secret", secret)))
                .hasMessage("CONFAB_REQUEST_AUTH_SECRET must have at least 16 characters");
        assertThatThrownBy(() -> requests(
                        Map.of("confab.request-auth-secret", CURRENT, "confab.request-auth-secret-previous", secret)))
                .hasMessage("CONFAB_REQUEST_AUTH_SECRET_PREVIOUS must have at least 16 characters");
    }

    @Test
    void start_withAnUnknownVersion_saysWhichThereAre() {
        assertThatThrownBy(() -> requests(Map.of("confab.request-signature", "v1")))
                .hasMessage("CONFAB_REQUEST_SIGNATURE must be any or v2");
    }
}
