package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.confab.testing.RecordingOfflineChannel;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SendPushMsgFunctionTest extends FunctionTestBase {
    private static final String PUSH = "\"title\":\"t\",\"content\":\"c\",\"payload\":{\"a\":1}";

    private Reply push(String more) {
        return call("{\"pushParam\":{" + PUSH + more + "}}");
    }

    private static Map<String, String> report(Reply reply) {
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.data()).hasSize(1);
        Map<String, String> words = new HashMap<>();
        reply.data()
                .elements()
                .next()
                .properties()
                .forEach(entry -> words.put(entry.getKey(), entry.getValue().asText()));
        return words;
    }

    @Test
    void sendPushMsg_notification_isStoredAndPushedWithItsId() {
        // Given
        users.connected("bob", "phone", "bob-1");

        // When
        Reply reply = call(event("notification"));

        // Then
        Document stored = stored("uni-im-notification").get(0);
        assertThat(stored("uni-im-notification")).hasSize(1);
        assertThat(stored)
                .containsEntry("user_id", "bob")
                .containsEntry("title", "Maintenance")
                .containsEntry("content", "Tonight at ten")
                .containsEntry("path", "/pages/notice")
                .containsEntry("is_read", false)
                .containsKey("create_time");
        assertThat(stored.get("payload", Document.class)).containsEntry("subType", "maintenance");
        assertThat(reply.data().get("maintenance-2026-1")).hasToString("{\"ws_dev_bob_phone\":\"successed_online\"}");
        assertThat(pushed("bob-1")).singleElement().satisfies(frame -> {
            assertThat(frame.at("/data/title").asText()).isEqualTo("Maintenance");
            assertThat(frame.at("/data/payload/notificationId").asText()).isEqualTo(stored.getString("_id"));
            assertThat(frame.at("/data/payload/data/hours").asInt()).isEqualTo(2);
        });
    }

    @Test
    void sendPushMsg_sameRequestIdTwice_pushesOnceAndAnswersEmptyData() {
        // Given
        users.connected("bob", "phone", "bob-1");
        call(event("notification"));

        // When
        Reply again = call(event("notification"));

        // Then
        assertThat(again.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(pushed("bob-1")).hasSize(1);
        assertThat(stored("uni-im-notification")).hasSize(1);

        // When a day is over, it is a new request
        clock.set(System.currentTimeMillis() + 86_400_001);
        call(event("notification"));
        assertThat(pushed("bob-1")).hasSize(2);
    }

    @Test
    void sendPushMsg_notificationToPeopleWithoutDevices_isStoredForThoseWhoExist() {
        // When
        Reply reply = call(event("notification", Map.of("\"bob\"", "\"bob\", \"nobody\", \"carol\"")));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.text("/data/uni-push-err-res/errCode")).isEqualTo("uni-push-user-invalid");
        assertThat(stored("uni-im-notification"))
                .extracting(notification -> notification.getString("user_id"))
                .containsExactlyInAnyOrder("bob", "carol");
    }

    @Test
    void sendPushMsg_eachKindOfTarget_reachesItsDevices() {
        // Given
        users.add("carol", Map.of("tags", List.of("vip")));
        users.connected("bob", "phone", "bob-1");
        users.device("bob", "pad", Map.of("connection_id", "bob-2", "push_clientid", "cid-pad"));
        users.connected("carol", "phone", "carol-1");

        // Then
        assertThat(report(push(",\"user_id\":\"bob\"")).keySet())
                .containsExactlyInAnyOrder("ws_dev_bob_phone", "cid-pad");
        assertThat(report(push(",\"push_clientid\":[\"cid-pad\",\"unknown\"]")).keySet())
                .containsExactly("cid-pad");
        assertThat(report(push(",\"push_clientid\":\"ws_dev_carol_phone\"")).keySet())
                .containsExactly("ws_dev_carol_phone");
        assertThat(report(push(",\"device_id\":\"phone\"")).keySet())
                .containsExactlyInAnyOrder("ws_dev_bob_phone", "ws_dev_carol_phone");
        assertThat(report(push(",\"user_tag\":[\"vip\"]")).keySet()).containsExactly("ws_dev_carol_phone");
        assertThat(push(",\"user_id\":\"nobody\"").data().has("uni-push-err-res"))
                .isTrue();
    }

    @Test
    void sendPushMsg_platformAppAndToken_narrowTheTargets() {
        // Given
        users.connected("bob", "web", "bob-web");
        users.device("bob", "ios", Map.of("connection_id", "bob-ios", "platform", "ios", "appid", "other"));
        users.device("bob", "ended", Map.of("connection_id", "bob-ended", "token_expired", 1L));

        // Then
        assertThat(report(push(",\"user_id\":\"bob\""))).containsOnlyKeys("ws_dev_bob_web", "ws_dev_bob_ios");
        assertThat(report(push(",\"user_id\":\"bob\",\"platform\":[\"ios\"]"))).containsOnlyKeys("ws_dev_bob_ios");
        assertThat(report(call("{\"appId\":\"other\",\"pushParam\":{" + PUSH + ",\"user_id\":\"bob\"}}")))
                .containsOnlyKeys("ws_dev_bob_ios");
        assertThat(report(push(",\"user_id\":\"bob\",\"check_token\":false")))
                .containsOnlyKeys("ws_dev_bob_web", "ws_dev_bob_ios", "ws_dev_bob_ended");
    }

    @Test
    void sendPushMsg_strategies_chooseTheChannel() {
        // Given
        users.device(
                "bob",
                "phone",
                Map.of(
                        "connection_id", "bob-1",
                        "push_clientid", "both",
                        "channel", RecordingOfflineChannel.CHANNEL,
                        "endpoint", "vendor"));
        users.connected("bob", "web", "bob-2");
        users.device("bob", "none", Map.of("push_clientid", "none"));

        // Then
        assertThat(by(1))
                .containsEntry("both", "successed_online")
                .containsEntry("ws_dev_bob_web", "successed_online")
                .containsEntry("none", "successed_ignore");
        assertThat(by(2))
                .containsEntry("both", "successed_offline")
                .containsEntry("ws_dev_bob_web", "successed_ignore");
        assertThat(by(3)).containsEntry("both", "successed_online");
        assertThat(by(4))
                .containsEntry("both", "successed_offline")
                .containsEntry("ws_dev_bob_web", "successed_online");
    }

    private Map<String, String> by(int strategy) {
        return report(push(",\"user_id\":\"bob\",\"settings\":{\"strategy\":{\"default\":" + strategy + "}}"));
    }

    @Test
    void sendPushMsg_moreThan500Devices_areAllReached() {
        // Given
        collection("uni-id-device")
                .insertMany(IntStream.range(0, 1_100)
                        .mapToObj(i -> new Document("_id", "d" + i)
                                .append("device_key", "bob#d" + i)
                                .append("cid_key", "cid-" + i)
                                .append("user_id", "bob")
                                .append("device_id", "d" + i)
                                .append("token_expired", 4_102_444_800_000L)
                                .append("connection_id", "c" + i))
                        .toList());

        // When
        push(",\"user_id\":[\"bob\"]");

        // Then
        assertThat(online.count()).isEqualTo(1_100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"pushParam\":{\"user_id\":\"bob\",\"content\":\"c\",\"payload\":{}}}",
                "{\"pushParam\":{\"user_id\":\"bob\",\"title\":\"t\",\"payload\":{}}}",
                "{\"pushParam\":{\"user_id\":\"bob\",\"title\":\"t\",\"content\":\"c\"}}",
                "{\"pushParam\":{" + PUSH + ",\"user_id\":\"bob\",\"device_id\":\"phone\"}}",
                "{\"pushParam\":{" + PUSH + ",\"user_id\":5}}",
                "{\"pushParam\":{" + PUSH + ",\"user_id\":\"bob\",\"request_id\":\"123456789\"}}",
                "{\"pushParam\":{" + PUSH
                        + ",\"user_id\":\"bob\",\"request_id\":\"123456789012345678901234567890123\"}}",
                "{\"pushParam\":{" + PUSH + ",\"user_id\":\"bob\",\"settings\":{\"ttl\":259200001}}}",
                "{\"pushParam\":{" + PUSH + ",\"user_id\":\"bob\",\"settings\":{\"strategy\":{\"default\":5}}}}",
            })
    void sendPushMsg_malformed_isRefusedAndPushesNothing(String event) {
        // Given
        users.connected("bob", "phone", "bob-1");

        // Then
        assertThat(call(event).errCode()).isEqualTo("param-error");
        assertThat(online.count()).isZero();
    }

    @Test
    void sendPushMsg_tooManyTargets_isRefused() {
        String ids = "[" + "\"x\",".repeat(500) + "\"x\"]";
        assertThat(push(",\"user_id\":" + ids).errCode()).isEqualTo("param-error");
        assertThat(push(",\"push_clientid\":" + ids).errCode()).isEqualTo("0");
    }

    @Test
    void sendPushMsg_noTarget_isNoBroadcast() {
        // Given
        users.connected("bob", "phone", "bob-1");

        // Then
        assertThat(call(event("no-target")).errCode()).isEqualTo("param-error");
        assertThat(online.count()).isZero();
    }

    @Test
    void sendPushMsg_emptyTarget_isNothingGiven() {
        // Given
        users.connected("bob", "phone", "bob-1");

        // Then
        for (String kind : List.of("user_id", "push_clientid", "user_tag", "device_id")) {
            for (String empty : List.of("[]", "\"\"", "[\"\"]", "null")) {
                assertThat(push(",\"" + kind + "\":" + empty).errCode())
                        .as("%s %s", kind, empty)
                        .isEqualTo("param-error");
            }
        }
        assertThat(push(",\"user_id\":[],\"push_clientid\":[]").errCode()).isEqualTo("param-error");
        assertThat(push(",\"user_id\":\"bob\",\"push_clientid\":[]").outcome()).isEqualTo("200 0");
    }

    @Test
    void sendPushMsg_calledByUrl_isRefusedWhateverTheBody() {
        // Given
        users.connected("bob", "phone", "bob-1");

        // When
        Reply reply = call(event("called-by-url"));

        // Then
        assertThat(reply.outcome()).isEqualTo("403 no-permission");
        assertThat(reply.errMsg()).isEqualTo("该方法仅支持云对象的方法，或者触发器调用");
        assertThat(online.count()).isZero();
        assertThat(stored("uni-im-notification")).isEmpty();
    }
}
