package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.Tokens;
import io.confab.testing.Users;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What sendMsg refuses, in which order, and what of it no request gets past. */
@QuarkusTest
class SendMsgRefusalTest extends FunctionTestBase {
    private static Map<String, Object> params(Object... changes) {
        Map<String, Object> params =
                new HashMap<>(Map.of("appId", Users.APP, "to_uid", "bob", "type", "text", "body", "hi"));
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1] == null) {
                params.remove((String) changes[i]);
            } else {
                params.put((String) changes[i], changes[i + 1]);
            }
        }
        return params;
    }

    private Reply send(Object params) {
        return call("sendMsg", "alice", params);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("both targets", params("group_id", "g1"), "400 param-error", "to_uid"),
                Arguments.of("oneself", params("to_uid", "alice"), "400 param-error", "to_uid"),
                Arguments.of("nobody", params("to_uid", "nobody"), "404 user-not-found", "to_uid"),
                Arguments.of("no group", params("to_uid", null, "group_id", "none"), "404 group-not-found", "group_id"),
                Arguments.of("no type", params("type", null), "400 param-error", "type"),
                Arguments.of("unknown type", params("type", "poem"), "400 param-error", "type"),
                Arguments.of("system", params("type", "system", "body", Map.of()), "403 no-permission", "type"),
                Arguments.of("no body", params("body", null), "400 param-error", "body"),
                Arguments.of("no app", params("appId", null), "400 param-error", "appId"),
                Arguments.of("number for string", params("to_uid", 1), "400 param-error", "to_uid"),
                Arguments.of("object for string", params("to_uid", Map.of("a", 1)), "400 param-error", "to_uid"),
                Arguments.of("string for bool", params("isRetries", "true"), "400 param-error", "isRetries"),
                Arguments.of("empty unique_id", params("unique_id", ""), "400 param-error", "unique_id"),
                Arguments.of("long unique_id", params("unique_id", "x".repeat(65)), "400 param-error", "unique_id"),
                Arguments.of("mention of no string", params("call_uid", List.of(1)), "400 param-error", "call_uid[0]"),
                Arguments.of(
                        "mention of all in a single chat",
                        params("call_uid", List.of("all")),
                        "403 no-permission",
                        "call_uid"),
                Arguments.of("operator", params("to_uid", Map.of("$ne", "")), "400 param-error", "to_uid.$ne"),
                Arguments.of(
                        "operator in an ignored field",
                        params("x", List.of(Map.of("$where", "1"))),
                        "400 param-error",
                        "x[0].$where"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void sendMsg_refusedParameter_isNamedAndStoresNothing(
            String what, Map<String, Object> params, String outcome, String field) {
        // When
        Reply reply = send(params);

        // Then
        assertThat(reply.outcome()).isEqualTo(outcome);
        assertThat(reply.errMsg()).startsWith(field);
        assertThat(reply.text("/errSubject")).isEqualTo("uni-im-co");
        assertThat(stored("uni-im-msg")).isEmpty();
        assertThat(stored("uni-im-conversation")).isEmpty();
    }

    @Test
    void sendMsg_noTarget_isRefusedInTheOriginalsWords() {
        // When
        Reply reply = call(event("no-target"));

        // Then
        assertThat(reply.outcome()).isEqualTo("400 param-error");
        assertThat(reply.errMsg()).isEqualTo("接收消息的用户id和群id最少指定一个");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"to_uid\":\"bob\",\"body\":\"a\\ud800b\"}",
                "{\"to_uid\":\"bob\",\"body\":{\"\\udc00\":1}}",
                "{\"to_uid\":\"bob\",\"body\":{\"n\":1e400}}",
                "{\"to_uid\":\"bob\",\"body\":{\"n\":9223372036854775808}}",
                "{\"to_uid\":\"bob\",\"body\":{\"a\\u0000b\":1}}",
                "{\"to_uid\":\"bob\",\"body\":\"hi\"",
                "{\"to_uid\":\"bob\"} {}",
                "[1]",
                "\"text\"",
            })
    void sendMsg_harmfulOrBrokenJson_is400BeforeTheToken(String body) {
        // When
        Reply reply = call(Events.call("sendMsg").body(body).json());

        // Then
        assertThat(reply.outcome()).isEqualTo("400 param-error");
    }

    @Test
    void sendMsg_nestingAtTheBoundAndBeyond_isAcceptedAndRefused() {
        // The parameters are level 1 and the body is level 2.
        assertThat(send(rich(31)).outcome()).isEqualTo("200 0");
        assertThat(send(rich(32)).outcome()).isEqualTo("400 param-error");
        assertThat(send(rich(100_000)).outcome()).isEqualTo("400 param-error");
    }

    private static String rich(int levels) {
        return "{\"appId\":\"a\",\"to_uid\":\"bob\",\"type\":\"rich-text\",\"body\":" + "[".repeat(levels)
                + "]".repeat(levels) + "}";
    }

    @Test
    void sendMsg_requestOverOneMegabyte_is413BeforeItsJsonIsRead() {
        assertThat(call(Events.call("sendMsg").body("x".repeat((1 << 20) + 1)).json())
                        .outcome())
                .isEqualTo("413 body-too-large");
    }

    @Test
    void sendMsg_otherVerb_is405WithAllow() {
        // When
        Reply reply = call(Events.call("sendMsg").verb("GET").json());

        // Then
        assertThat(reply.outcome()).isEqualTo("405 method-not-allowed");
        assertThat(reply.headers()).containsEntry("allow", "POST, OPTIONS");
    }

    @Test
    void sendMsg_badTokens_are401WhateverElseIsWrong() {
        // A parameter is missing, too: the token comes first.
        assertThat(withToken("no token")).isEqualTo("401 uni-id-check-token-failed");
        assertThat(withToken(Tokens.expired("alice"))).isEqualTo("401 uni-id-token-expired");
        assertThat(withToken(Tokens.unsigned("alice"))).isEqualTo("401 uni-id-check-token-failed");
        assertThat(withToken(Tokens.forged("alice"))).isEqualTo("401 uni-id-check-token-failed");
        assertThat(withToken(Tokens.tampered("alice", "bob"))).isEqualTo("401 uni-id-check-token-failed");
        assertThat(withToken(Tokens.good("nobody"))).isEqualTo("401 uni-id-check-token-failed");
        assertThat(call(Events.call("sendMsg").body("{}").json()).outcome()).isEqualTo("401 uni-id-check-token-failed");
        assertThat(call(Events.call("sendMsg")
                                .body("{\"uniIdToken\":\"x\",\"params\":\"text\"}")
                                .json())
                        .outcome())
                .isEqualTo("401 uni-id-check-token-failed");
        assertThat(call(event("expired-token")).outcome()).isEqualTo("401 uni-id-token-expired");
    }

    private String withToken(String token) {
        return call(Events.call("sendMsg").token(token).body("{}").json()).outcome();
    }

    @Test
    void sendMsg_tokenIssuedBeforeValidTokenDate_isExpired() {
        // Given
        users.add("alice", Map.of("valid_token_date", System.currentTimeMillis() + 5_000));
        assertThat(send(params()).outcome()).isEqualTo("401 uni-id-token-expired");

        // When the tokens are of the cut's own second, and of the next
        users.add("alice", Map.of("valid_token_date", 1_750_000_000_999L));
        String sameSecond = withIssued(1_750_000_000);
        String nextSecond = withIssued(1_750_000_001);

        // Then
        assertThat(sameSecond).isEqualTo("401 uni-id-token-expired");
        assertThat(nextSecond).isEqualTo("200 0");
    }

    private String withIssued(long seconds) {
        String token = Tokens.of("alice")
                .issued(Instant.ofEpochSecond(seconds))
                .expires(Instant.now().plusSeconds(7_000))
                .sign();
        return call(Events.call("sendMsg").token(token).body(params()).json()).outcome();
    }

    @Test
    void sendMsg_userNotInGoodStanding_is403BeforeParameters() {
        List<String> codes = List.of("banned", "auditing", "audit-failed", "closed");
        for (int status = 1; status <= 4; status++) {
            // Given
            users.add("alice", Map.of("status", status));

            // Then
            assertThat(send(Map.of()).outcome()).isEqualTo("403 uni-id-account-" + codes.get(status - 1));
        }
    }

    @Test
    void sendMsg_authorizationHeaderAndUniIdToken_headerWins() {
        // When
        Reply reply = call(Events.call("sendMsg")
                .token(Tokens.good("carol"))
                .body(Map.of("uniIdToken", Tokens.good("alice"), "params", params()))
                .json());

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(stored("uni-im-msg")).singleElement().satisfies(message -> assertThat(message)
                .containsEntry("from_uid", "carol"));
    }

    @Test
    void sendMsg_scalarAsParams_isRefusedAfterTheToken() {
        assertThat(call(Events.call("sendMsg")
                                .body(Map.of("uniIdToken", Tokens.good("alice"), "params", 5))
                                .json())
                        .outcome())
                .isEqualTo("400 param-error");
        assertThat(call(Events.call("sendMsg")
                                .body(Map.of("uniIdToken", Tokens.forged("alice"), "params", true))
                                .json())
                        .outcome())
                .isEqualTo("401 uni-id-check-token-failed");
    }

    @Test
    void sendMsg_brokenBase64_isRefused() {
        ObjectNode event = (ObjectNode) Events.call("sendMsg").body("{}").node();
        assertThat(call(event.put("isBase64Encoded", true).toString()).outcome())
                .isEqualTo("400 param-error");
    }

    @Test
    void sendMsg_clientInfoHeadersAndBody_headersWinOneByOne() {
        // When
        call(Events.call("sendMsg")
                .header("x-client-app-id", "header-app")
                .body(Map.of(
                        "uniIdToken", Tokens.good("alice"),
                        "clientInfo", Map.of("appId", "body-app", "deviceId", "body-device"),
                        "params", List.of(params("appId", null))))
                .json());

        // Then
        assertThat(stored("uni-im-msg")).singleElement().satisfies(message -> assertThat(message)
                .containsEntry("appid", "header-app")
                .containsEntry("sender_device_id", "body-device"));
    }

    @Test
    void sendMsg_uniCloudFormWithNullParams_isThatFormWithoutParameters() {
        // When
        Reply reply = call(Events.call("sendMsg")
                .body("{\"uniIdToken\":\"" + Tokens.good("alice") + "\",\"params\":null}")
                .json());

        // Then
        assertThat(reply.outcome()).isEqualTo("400 param-error");
    }

    @Test
    void sendMsg_stringParams_areNoObject() {
        // When
        Reply reply = call(Events.call("sendMsg")
                .body(Map.of("uniIdToken", Tokens.good("alice"), "params", "text"))
                .json());

        // Then
        assertThat(reply.outcome()).isEqualTo("400 param-error");
        assertThat(reply.errMsg()).startsWith("params");
    }

    @Test
    void sendMsg_base64Body_isReadLikeAnyOther() {
        // When
        Reply reply = call(Events.call("sendMsg")
                .token(Tokens.good("alice"))
                .body(params("body", "你好"))
                .base64()
                .json());

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(stored("uni-im-msg")).singleElement().satisfies(message -> assertThat(message)
                .containsEntry("body", "你好"));
    }
}
