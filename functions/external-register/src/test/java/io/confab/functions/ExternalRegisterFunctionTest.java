package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.SignatureVectors;
import io.confab.testing.SignatureVectors.Vector;
import io.confab.testing.SignedRequest;
import io.confab.testing.TestSettings;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ExternalRegisterFunctionTest extends FunctionTestBase {
    /** When the event files were signed. */
    private static final long SIGNED_AT = 1_767_225_600_000L;

    private Reply register(String params) {
        return call(Events.call("externalRegister")
                .headers(SignedRequest.headers(json(params)))
                .body(params)
                .json());
    }

    private Reply signed(String nonce, long timestamp) {
        JsonNode params = json("{\"externalUid\":\"u-" + nonce + "\"}");
        return call(Events.call("externalRegister")
                .headers(SignedRequest.headers(params, nonce, timestamp, TestSettings.REQUEST_AUTH_SECRET))
                .body(params)
                .json());
    }

    private long userCount() {
        return collection("uni-id-users").countDocuments(new Document("identities.provider", "externalDirectConnect"));
    }

    @Test
    void externalRegister_newUser_isStoredAndSignedIn() {
        // Given
        clock.set(SIGNED_AT + 20_000);

        // When
        Reply reply = call(event("register"));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.number("/newToken/tokenExpired")).isEqualTo(SIGNED_AT + 20_000 + 7_200_000);
        assertThat(reply.text("/newToken/token").split("\\.")).hasSize(3);
        Document user = collection("uni-id-users")
                .find(new Document("_id", reply.text("/uid")))
                .first();
        assertThat(user)
                .containsEntry("nickname", "Lin")
                .containsEntry("gender", 1)
                .containsEntry("status", 0)
                .containsEntry("register_date", SIGNED_AT + 20_000);
        assertThat(user.getList("identities", Document.class))
                .containsExactly(new Document("provider", "externalDirectConnect").append("uid", "crm-4711"));
    }

    @Test
    void externalRegister_nameThatShowsNothing_isNone_andAnEmptyAvatarToo() {
        Reply reply = register("{\"externalUid\":\"x\",\"nickname\":\"\\u3164\\u202E \",\"avatar\":\"\"}");

        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(collection("uni-id-users")
                        .find(new Document("_id", reply.text("/uid")))
                        .first())
                .doesNotContainKeys("nickname", "folded_nickname", "avatar_file");
    }

    @Test
    void externalRegister_nickname_isCleanedAndItsKeyStored() {
        Reply reply = register("{\"externalUid\":\"x\",\"nickname\":\"\\u202ELin\\n Wei\"}");

        assertThat(collection("uni-id-users")
                        .find(new Document("_id", reply.text("/uid")))
                        .first())
                .containsEntry("nickname", "Lin Wei")
                .containsEntry("folded_nickname", "lin wei");
        assertThat(register("{\"externalUid\":\"y\",\"avatar\":\"javascript:alert(1)\"}")
                        .outcome())
                .isEqualTo("400 param-error");
        assertThat(register("{\"externalUid\":\"y\",\"avatar\":{\"url\":\"//x\"}}")
                        .outcome())
                .isEqualTo("400 param-error");
    }

    @Test
    void externalRegister_twice_is409() {
        // Given
        Reply first = register("{\"externalUid\":\"x\"}");

        // When
        Reply second = register("{\"externalUid\":\"x\",\"nickname\":\"other\"}");

        // Then
        assertThat(first.outcome()).isEqualTo("200 0");
        assertThat(second.outcome()).isEqualTo("409 uni-id-account-exists");
        assertThat(second.text("/errSubject")).isEqualTo("uni-id-co");
        assertThat(userCount()).isEqualTo(1);
    }

    @Test
    void externalRegister_badSignature_is403BeforeParameters() {
        // Given
        clock.set(SIGNED_AT);

        // Then
        assertThat(call(event("forged")).outcome()).isEqualTo("403 uni-id-illegal-request");
        assertThat(call(event("register", Map.of("Lin", "Lim"))).outcome()).isEqualTo("403 uni-id-illegal-request");
        clock.reset();
        assertThat(call(Events.call("externalRegister").body("{}").json()).outcome())
                .isEqualTo("403 uni-id-illegal-request");
        assertThat(userCount()).isZero();
    }

    @Test
    void externalRegister_nonceTwice_is403ForFortySeconds() {
        // Given
        clock.set(SIGNED_AT);

        // Then
        assertThat(signed("n1", SIGNED_AT).outcome()).isEqualTo("200 0");
        assertThat(signed("n1", SIGNED_AT).outcome()).isEqualTo("403 uni-id-illegal-request");
        clock.set(SIGNED_AT + 39_999);
        assertThat(signed("n1", SIGNED_AT + 30_000).outcome()).isEqualTo("403 uni-id-illegal-request");
        clock.set(SIGNED_AT + 40_001);
        // The nonce is free again, the user is not.
        assertThat(signed("n1", SIGNED_AT + 40_000).outcome()).isEqualTo("409 uni-id-account-exists");
    }

    @Test
    void externalRegister_timestamp_isGoodWithinTwentySecondsOnEitherSide() {
        // Given
        clock.set(SIGNED_AT);

        // Then
        assertThat(signed("a", SIGNED_AT - 20_000).outcome()).isEqualTo("200 0");
        assertThat(signed("b", SIGNED_AT - 20_001).outcome()).isEqualTo("403 uni-id-illegal-request");
        assertThat(signed("c", SIGNED_AT + 20_000).outcome()).isEqualTo("200 0");
        assertThat(signed("d", SIGNED_AT + 20_001).outcome()).isEqualTo("403 uni-id-illegal-request");
        assertThat(signed("e", Long.MIN_VALUE).outcome()).isEqualTo("403 uni-id-illegal-request");
        assertThat(signed("x".repeat(64), SIGNED_AT).outcome()).isEqualTo("200 0");
        assertThat(signed("x".repeat(65), SIGNED_AT).outcome()).isEqualTo("403 uni-id-illegal-request");
    }

    @Test
    void externalRegister_numbersBooleansAndNestedValues_areSignedAsJsonWritesThem() {
        assertThat(register(
                                "{\"externalUid\":\"x\",\"gender\":2,\"flag\":true,\"n\":null,\"o\":{\"a\":1},\"ratio\":0.5}")
                        .outcome())
                .isEqualTo("200 0");
    }

    private String outcomeOf(Vector vector, Map<String, String> signature) {
        clock.set(Long.parseLong(vector.timestamp()));
        return call(Events.call("externalRegister")
                        .headers(vector.commonHeaders())
                        .headers(signature)
                        .body(vector.body())
                        .json())
                .outcome();
    }

    @Test
    void externalRegister_signedByAnotherLanguage_isGood() {
        SignatureVectors.requests()
                .forEach(vector -> assertThat(outcomeOf(vector, Map.of("uni-id-signature", vector.signature())))
                        .as("version 1 of %s", vector)
                        .isEqualTo("200 0"));
        assertThat(userCount()).isEqualTo(SignatureVectors.requests().count());
    }

    @Test
    void externalRegister_wholeRequestSignedByAnotherLanguage_isGood() {
        SignatureVectors.requests()
                .forEach(vector -> assertThat(outcomeOf(vector, Map.of("uni-id-signature-v2", vector.signatureV2())))
                        .as("version 2 of %s", vector)
                        .isEqualTo("200 0"));
        assertThat(userCount()).isEqualTo(SignatureVectors.requests().count());
    }

    @Test
    void externalRegister_versionTwo_signsTheBytesBehindBase64() {
        // Given
        Vector vector = SignatureVectors.requests()
                .filter(each -> each.body().startsWith("\uFEFF"))
                .findFirst()
                .orElseThrow();
        clock.set(Long.parseLong(vector.timestamp()));

        // When
        Reply reply = call(Events.call("externalRegister")
                .headers(vector.commonHeaders())
                .header("uni-id-signature-v2", vector.signatureV2())
                .body(vector.body())
                .base64()
                .json());

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
    }

    @Test
    void externalRegister_badSignatureOfVersionTwo_isNotSavedByAGoodOneOfVersionOne() {
        Vector vector = SignatureVectors.requests().findFirst().orElseThrow();
        for (String bad : List.of("", "x", vector.signatureV2().toLowerCase(Locale.ROOT))) {
            assertThat(outcomeOf(vector, Map.of("uni-id-signature", vector.signature(), "uni-id-signature-v2", bad)))
                    .isEqualTo("403 uni-id-illegal-request");
        }
        assertThat(userCount()).isZero();
    }

    @Test
    void externalRegister_badParameters_areRefusedInUniIdsWords() {
        for (String nickname : List.of("a@b", "12345", "x".repeat(101))) {
            assertThat(register("{\"externalUid\":\"x\",\"nickname\":\"" + nickname + "\"}")
                            .outcome())
                    .isEqualTo("400 uni-id-invalid-nickname");
        }
        assertThat(register("{\"nickname\":\"x\"}").outcome()).isEqualTo("400 uni-id-param-required");
        assertThat(register("{\"externalUid\":\"" + "x".repeat(129) + "\"}").outcome())
                .isEqualTo("400 uni-id-param-required");
        assertThat(register("{\"externalUid\":5}").outcome()).isEqualTo("400 param-error");
        assertThat(userCount()).isZero();
    }
}
