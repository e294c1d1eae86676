package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.testing.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which calls are accepted and which are refused: tokens, bodies, verbs, forms of a call, internal methods. */
interface RefusalTests extends UsesConfab {
    String INTERNAL_ONLY = "该方法仅支持云对象的方法，或者触发器调用";

    @Test
    default void token_bad_isRefused() {
        Account ada = confab().register("Ada");
        String good = ada.token();
        Tokens expired = Tokens.of(ada.uid())
                .issued(Instant.now().minusSeconds(100))
                .expires(Instant.now().minusSeconds(1));
        String none = Tokens.of(ada.uid()).compact(AlgorithmIdentifiers.NONE, null);
        String changed = good.substring(0, good.lastIndexOf('.') + 1)
                + confab().register("Ben").token().replaceFirst(".*\\.", "");

        assertThat(outcome(ada)).isEqualTo("200 0");
        assertThat(outcome(ada.withToken(expired))).isEqualTo("401 uni-id-token-expired");
        assertThat(Stream.of(none, Tokens.forged(ada.uid()), changed, "nonsense", "")
                        .map(ada::withToken)
                        .map(this::outcome))
                .containsOnly("401 uni-id-check-token-failed");
        assertThat(confab().client().callBare("getConversationList", Map.of()).outcome())
                .isEqualTo("401 uni-id-check-token-failed");
        assertThat(outcome(ada.withToken(Tokens.of("nobody-of-that-name")))).isEqualTo("401 uni-id-check-token-failed");
    }

    private String outcome(Account account) {
        return confab().call(account, "getConversationList", Map.of()).outcome();
    }

    static Stream<Arguments> poisonedBodies() {
        return Stream.of(
                Arguments.of("{\"to_uid\":{\"$gt\":\"\"},\"type\":\"text\",\"body\":\"x\"}", "to_uid.$gt"),
                Arguments.of("{\"to_uid\":" + "[".repeat(25_000) + "]".repeat(25_000) + "}", "to_uid[0][0]"),
                Arguments.of("{\"to_uid\":\"alice\",\"type\":\"text\",\"body\":\"a\\ud800b\"}", "body"),
                Arguments.of("{\"to_uid\":\"alice\",\"client_create_time\":1e400}", "client_create_time"),
                Arguments.of("{\"to_uid\":\"alice\",\"client_create_time\":9223372036854775808}", "client_create_time"),
                Arguments.of("{\"to_uid\":20,\"type\":\"text\",\"body\":\"x\"}", "to_uid"),
                Arguments.of("{\"ignored\":[{\"deep\":{\"a\\u0000b\":1}}]}", "ignored[0].deep"));
    }

    @ParameterizedTest
    @MethodSource("io.confab.local.system.RefusalTests#poisonedBodies")
    default void body_poisoned_isRefusedByItsPath(String body, String path) {
        Reply reply = confab().client().post(confab().client().logIn("erin"), "sendMsg", body);

        assertThat(reply.outcome()).isEqualTo("400 param-error");
        assertThat(reply.message()).contains(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "\"text\"", "{} {}", "{\"a\":1,}"})
    default void body_noJsonObject_isRefused(String body) {
        assertThat(confab().client()
                        .post(confab().client().logIn("erin"), "sendMsg", body)
                        .outcome())
                .isEqualTo("400 param-error");
    }

    @Test
    default void log_holdsNoTextsAndNoTokens() {
        Account ada = confab().register("Ada");
        String text = "whispered-" + Confab.unique();

        confab().sendText(ada, confab().register("Ben"), text);
        confab().client().post(ada, "sendMsg", "{\"type\":\"text\",\"body\":\"" + text);
        confab().call(ada, "sendMsg", Map.of("to_uid", text, "type", "text", "body", text));
        confab().call(ada.withToken(ada.token() + text), "getMsgList", Map.of("conversation_id", text));

        assertThat(confab().server().output()).doesNotContain("whispered").doesNotContain(ada.token());
    }

    @ParameterizedTest
    @ValueSource(ints = {(1 << 20) + 1, 3 << 20})
    default void body_overOneMegabyte_isTooLarge(int bytes) {
        String frame = "{\"body\":\"\"}";
        String body = frame.replace("\"\"", '"' + "x".repeat(bytes - frame.length()) + '"');

        Reply reply = confab().client().post(confab().client().logIn("erin"), "sendMsg", body);

        assertThat(reply.outcome()).isEqualTo("413 body-too-large");
    }

    @Test
    default void messageBody_overFiftyThousandCharacters_isTooLarge() {
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");

        // The two quotes count.
        confab().sendText(ada, ben, "x".repeat(49_998));
        Reply reply =
                confab().call(ada, "sendMsg", Map.of("to_uid", ben.uid(), "type", "text", "body", "x".repeat(49_999)));

        assertThat(reply.outcome()).isEqualTo("413 body-too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH"})
    default void verb_otherThanPost_isNotAllowed(String verb) {
        Reply reply = confab().client().verb(verb, "/sendMsg");

        assertThat(reply.outcome()).isEqualTo("405 method-not-allowed");
        assertThat(reply.headers().firstValue("allow")).contains("POST, OPTIONS");
    }

    @Test
    default void method_unknown_isNotFound() {
        assertThat(confab().client().callBare("sendMessage", Map.of()).outcome())
                .isEqualTo("404 method-not-found");
        assertThat(confab().client().callBare("sendMsg/more", Map.of()).outcome())
                .isEqualTo("404 method-not-found");
    }

    @Test
    default void uniCloudForm_everyShapeOfParams_isUnderstood() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Device bensPhone = confab().connect(ben);
        Device adasWatch = confab().connect(ada.onDevice("watch"));
        Device adasPhone = confab().connect(ada);

        // When
        JsonNode sent = uniCloud(ada, "sendMsg", Map.of("to_uid", ben.uid(), "type", "text", "body", "hi"))
                .data();
        JsonNode sentAsArray = uniCloud(
                        ada, "sendMsg", List.of(Map.of("to_uid", ben.uid(), "type", "text", "body", "hi")))
                .data();

        // Then
        String id = sent.path("_id").asText();
        assertThat(bensPhone.awaitMessage(id).at("/data/appid").asText()).isEqualTo(Account.APP);
        assertThat(adasWatch.awaitMessage(id).path("device_id").asText()).isEqualTo("phone");
        assertThat(uniCloud(ada, "revokeMsg", id).outcome()).isEqualTo("200 0");
        assertThat(uniCloud(ada, "revokeMsg", List.of(sentAsArray.path("_id").asText()))
                        .outcome())
                .isEqualTo("200 0");
        assertThat(bensPhone.payloads("uni-im")).hasSize(2);
        assertThat(adasPhone.payloads("uni-im")).isEmpty();
        assertThat(confab().client()
                        .callBare("getConversationList", Map.of("uniIdToken", ada.token()))
                        .data())
                .hasSize(1);
    }

    private Reply uniCloud(Account caller, String method, Object params) {
        return confab().client()
                .callBare(
                        method,
                        Map.of(
                                "clientInfo",
                                Map.of(
                                        "appId", caller.appId(),
                                        "deviceId", caller.deviceId(),
                                        "uniPlatform", "web"),
                                "uniIdToken",
                                caller.token(),
                                "params",
                                params));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sendPushMsg", "sendMsgToGroup", "wsConnect", "wsDisconnect", "wsMessage"})
    default void internalMethod_fromOutside_isRefused(String method) {
        Account ada = confab().register("Ada");
        Device phone = confab().connect(ada);

        Reply asClient = confab().call(ada, method, pushTo(ada));
        Reply asEvent = confab().client()
                .callBare(method, Map.of("requestContext", Map.of("connectionId", "c1"), "body", "{}"));

        assertThat(List.of(asClient, asEvent)).allSatisfy(reply -> {
            assertThat(reply.outcome()).isEqualTo("403 no-permission");
            assertThat(reply.message()).isEqualTo(INTERNAL_ONLY);
        });
        phone.send("{\"action\":\"ping\"}");
        phone.awaitFrame("pong");
        assertThat(phone.framesOf("receive")).isEmpty();
    }

    private static Map<String, ?> pushTo(Account account) {
        return Map.of(
                "pushParam",
                Map.of(
                        "user_id", account.uid(),
                        "title", "Shop",
                        "content", "Your order is on its way",
                        "payload", Map.of("type", "order", "data", Map.of("n", 1)),
                        "request_id", Confab.unique().substring(0, 30)));
    }

    @Test
    default void sendPushMsg_withTheInternalSecret_pushesOnce() {
        // Given
        Account ada = confab().register("Ada");
        Device phone = confab().connect(ada);
        ObjectNode event = Client.JSON.valueToTree(pushTo(ada));

        // When
        Reply first = confab().client().callInternal("sendPushMsg", event);
        Reply second = confab().client().callInternal("sendPushMsg", event);

        // Then
        String requestId = event.at("/pushParam/request_id").asText();
        assertThat(first.data().path(requestId)).singleElement().satisfies(status -> assertThat(status.asText())
                .isEqualTo("successed_online"));
        assertThat(second.data()).isEmpty();
        phone.send("{\"action\":\"ping\"}");
        phone.awaitFrame("pong");
        assertThat(phone.payloads("order")).hasSize(1);
        assertThat(phone.framesOf("receive").get(0).at("/data/title").asText()).isEqualTo("Shop");
    }
}
