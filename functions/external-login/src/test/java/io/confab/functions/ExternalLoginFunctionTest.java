package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.SignedRequest;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ExternalLoginFunctionTest extends FunctionTestBase {
    private static final long SIGNED_AT = 1_767_225_600_000L;

    private Reply login(String params) {
        return call(Events.call("externalLogin")
                .headers(SignedRequest.headers(json(params)))
                .body(params)
                .json());
    }

    private void external(String uid, String externalUid, Integer status) {
        users.add(
                uid,
                Map.of(
                        "status",
                        status,
                        "identities",
                        List.of(new Document("provider", "externalDirectConnect").append("uid", externalUid))));
    }

    @Test
    void externalLogin_byExternalUid_givesAToken() {
        // Given
        external("lin", "crm-4711", 0);
        clock.set(SIGNED_AT);

        // When
        Reply reply = call(event("login"));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.text("/uid")).isEqualTo("lin");
        assertThat(reply.number("/newToken/tokenExpired")).isEqualTo(SIGNED_AT + 7_200_000);
    }

    private static JsonNode claims(String token) {
        String payload = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
        return json(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }

    @Test
    void externalLogin_byUid_givesATokenOfThatUser() {
        // When
        Reply reply = login("{\"uid\":\"bob\"}");

        // Then
        assertThat(reply.text("/uid")).isEqualTo("bob");
        JsonNode claims = claims(reply.text("/newToken/token"));
        assertThat(claims.get("uid").asText()).isEqualTo("bob");
        assertThat(claims.get("exp").asLong() * 1000).isEqualTo(reply.number("/newToken/tokenExpired"));
        assertThat(claims.get("role").isArray()).isTrue();
        assertThat(claims.get("permission").isArray()).isTrue();
    }

    @Test
    void externalLogin_unknown_is404() {
        // Given: the same uid at another provider
        users.add("eve", Map.of("identities", List.of(new Document("provider", "weixin").append("uid", "crm-1"))));

        // Then
        assertThat(login("{\"externalUid\":\"crm-1\"}").outcome()).isEqualTo("404 uni-id-account-not-exists");
        assertThat(login("{\"uid\":\"nobody\"}").outcome()).isEqualTo("404 uni-id-account-not-exists");
    }

    @Test
    void externalLogin_unsigned_is403() {
        assertThat(call(event("unsigned")).outcome()).isEqualTo("403 uni-id-illegal-request");
    }

    @Test
    void externalLogin_bannedOrNameless_isRefused() {
        external("lin", "crm-4711", 1);
        assertThat(login("{\"externalUid\":\"crm-4711\"}").outcome()).isEqualTo("403 uni-id-account-banned");
        assertThat(login("{}").outcome()).isEqualTo("400 uni-id-param-required");
    }
}
