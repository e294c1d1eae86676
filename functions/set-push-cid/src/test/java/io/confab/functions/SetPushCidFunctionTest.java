package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.Tokens;
import io.confab.testing.Users;
import io.confab.testing.WebPushReceiver;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SetPushCidFunctionTest extends FunctionTestBase {
    private Reply set(String uid, String deviceId, Object params) {
        return call(Events.call("setPushCid")
                .token(Tokens.good(uid))
                .client(Users.APP, deviceId, "app-plus")
                .body(params)
                .json());
    }

    private Document device(String key) {
        return collection("uni-id-device").find(new Document("device_key", key)).first();
    }

    @Test
    void setPushCid_newDevice_isRecordedWithHowToReachIt() {
        // When
        Reply reply = call(event("by-vendor"));

        // Then
        assertThat(reply.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(stored("uni-id-device")).singleElement().satisfies(device -> assertThat(device)
                .containsEntry("user_id", "alice")
                .containsEntry("device_id", "alice-web")
                .containsEntry("appid", Users.APP)
                .containsEntry("platform", "android")
                .containsEntry("push_clientid", "cid-0001")
                .containsEntry("channel", "sns")
                .containsEntry("endpoint", "fcm-token-0001:APA91b")
                .containsEntry("token_expired", 4_102_444_800_000L));
    }

    @Test
    void setPushCid_knownDevice_keepsItsConnectionAndRecord() {
        // Given
        String id = users.connected("alice", "alice-web", "alice-1");

        // When
        set("alice", "alice-web", Map.of("pushClientId", "cid-2"));
        set("alice", "alice-web", Map.of("pushClientId", "cid-3"));

        // Then
        assertThat(stored("uni-id-device")).singleElement().satisfies(device -> assertThat(device)
                .containsEntry("_id", id)
                .containsEntry("connection_id", "alice-1")
                .containsEntry("push_clientid", "cid-3"));
    }

    @Test
    void setPushCid_cidOfAnotherRecord_moves() {
        // Given: the same telephone, first in bob's hands
        set("bob", "phone", Map.of("pushClientId", "cid-1"));

        // When
        Reply reply = set("alice", "phone", Map.of("pushClientId", "cid-1"));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(device("bob#phone")).doesNotContainKey("push_clientid");
        assertThat(device("alice#phone")).containsEntry("push_clientid", "cid-1");
    }

    private static final String APPLE = "0123456789abcdef".repeat(4);

    private Reply ios(String uid, String deviceId, Map<String, ?> params) {
        Map<String, Object> all = new HashMap<>(Map.of("platform", "ios"));
        all.putAll(params);
        return set(uid, deviceId, all);
    }

    @Test
    void setPushCid_endpointOfAnotherRecord_movesWithItsChannel() {
        // Given: the same telephone, first in bob's hands; Apple's tokens are numbers
        ios("bob", "phone", Map.of("pushClientId", "cid-1", "channel", "sns", "endpoint", APPLE));

        // When
        Reply reply = ios("alice", "phone", Map.of("channel", "sns", "endpoint", APPLE.toUpperCase(Locale.ROOT)));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(device("bob#phone"))
                .containsEntry("push_clientid", "cid-1")
                .doesNotContainKeys("channel", "endpoint", "endpoint_key");
        assertThat(device("alice#phone"))
                .containsEntry("channel", "sns")
                .containsEntry("platform", "ios")
                .doesNotContainKey("push_clientid");
    }

    @Test
    void setPushCid_withoutAClientId_keepsTheOneItHas() {
        // Given
        set("alice", "phone", Map.of("pushClientId", "cid-1"));

        // When
        ios("alice", "phone", Map.of("channel", "sns", "endpoint", APPLE));

        // Then
        assertThat(device("alice#phone"))
                .containsEntry("push_clientid", "cid-1")
                .containsEntry("endpoint", APPLE);
    }

    @Test
    void setPushCid_channelAndEndpoint_stayUnlessAChannelIsGiven() {
        // Given
        ios("alice", "phone", Map.of("channel", "sns", "endpoint", APPLE));

        // Then
        set("alice", "phone", Map.of("pushClientId", "cid-1"));
        assertThat(device("alice#phone")).containsEntry("channel", "sns").containsEntry("endpoint", APPLE);
        set("alice", "phone", Map.of("pushClientId", "cid-1", "channel", "unipush"));
        assertThat(device("alice#phone"))
                .containsEntry("channel", "unipush")
                .doesNotContainKeys("endpoint", "endpoint_key");
    }

    @Test
    void setPushCid_badChannelOrEndpoint_is400AndChangesNothing() {
        for (Map<String, ?> bad : List.<Map<String, ?>>of(
                Map.of("channel", "smoke", "endpoint", APPLE),
                Map.of("channel", "", "pushClientId", "c"),
                Map.of("channel", "webpush", "endpoint", "{\"endpoint\":\"https://push.example.com/1\"}"),
                Map.of("channel", "unipush"),
                Map.of("channel", "unipush", "pushClientId", "c", "endpoint", APPLE),
                Map.of("channel", "sns"),
                Map.of("channel", "sns", "endpoint", ""),
                Map.of("channel", "sns", "endpoint", 5),
                Map.of("channel", "sns", "endpoint", "http://169.254.169.254/"),
                Map.of("channel", "sns", "endpoint", "http://169.254.169.254/", "platform", "android"),
                Map.of("channel", "sns", "endpoint", "169.254.169.254", "platform", "android"),
                Map.of(
                        "channel",
                        "sns",
                        "endpoint",
                        "arn:aws:sns:eu-central-1:1:endpoint/GCM/c/1",
                        "platform",
                        "android"),
                Map.of("channel", "sns", "endpoint", APPLE + "\n"),
                Map.of("channel", "sns", "endpoint", "f".repeat(4_097)),
                Map.of("channel", "sns", "endpoint", APPLE, "platform", "web"),
                Map.of("channel", "sns", "endpoint", "zz".repeat(32)),
                Map.of("pushClientId", "c", "endpoint", APPLE),
                Map.of("pushClientId", "ws_1", "channel", "unipush"))) {
            assertThat(ios("alice", "phone", bad).outcome()).as("%s", bad).isEqualTo("400 param-error");
        }
        assertThat(set("alice", "phone", Map.of("channel", "sns", "endpoint", APPLE))
                        .outcome())
                .as("the client's platform is app-plus")
                .isEqualTo("400 param-error");
        assertThat(stored("uni-id-device")).isEmpty();
    }

    @Test
    void setPushCid_manyDevices_theLongestUnusedGiveWay() {
        // When
        for (int i = 0; i < 25; i++) {
            clock.set(System.currentTimeMillis() + i);
            set("alice", "d" + i, Map.of("pushClientId", "cid-" + i));
        }
        set("bob", "phone", Map.of("pushClientId", "cid-bob"));
        int commandsOfACall = commands.names().size();

        // Then
        assertThat(commandsOfACall).isLessThanOrEqualTo(5);
        assertThat(stored("uni-id-device"))
                .filteredOn(device -> device.get("user_id").equals("alice"))
                .extracting(device -> device.getString("device_id"))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(5, 25).mapToObj(i -> "d" + i).toList());
    }

    @Test
    void setPushCid_manyConnectedDevices_theLongestUnusedIsToldReplaced() {
        // Given
        for (int i = 0; i < 20; i++) {
            users.device("alice", "d" + i, Map.of("connection_id", "c" + i, "last_time", 1_000L - i));
        }

        // When
        set("alice", "new", Map.of("pushClientId", "cid"));

        // Then
        assertThat(online.frames("c19")).containsExactly("{\"type\":\"bye\",\"reason\":\"replaced\"}");
        assertThat(online.isClosed("c19")).isTrue();
        assertThat(online.isClosed("c18")).isFalse();
        assertThat(device("alice#d19")).isNull();
        assertThat(device("alice#new")).containsEntry("push_clientid", "cid");
    }

    @Test
    void setPushCid_record_keepsTheSidAndWhenItMayBeForgotten() {
        // Given
        Instant end = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 5_000);
        String token = Tokens.of("alice").expires(end).sign();

        // When
        call(Events.call("setPushCid")
                .token(token)
                .client(Users.APP, "phone", "ios")
                .body("{\"params\":\"cid-9\"}")
                .json());

        // Then
        assertThat(device("alice#phone"))
                .containsEntry("sid", Tokens.name(token))
                .containsEntry("forget_at", Date.from(end.plus(Duration.ofDays(30))))
                .containsKey("last_time");
    }

    @Test
    void setPushCid_tokenEnd_isWhenPushesEnd() {
        // Given
        Instant end = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 5_000);
        String token = Tokens.of("alice").expires(end).sign();

        // When
        call(Events.call("setPushCid")
                .token(token)
                .client(Users.APP, "phone", "ios")
                .body("{\"params\":\"cid-9\"}")
                .json());

        // Then
        assertThat(device("alice#phone"))
                .containsEntry("push_clientid", "cid-9")
                .containsEntry("token_expired", end.toEpochMilli());
    }

    @Test
    void setPushCid_badParameters_are400() {
        assertThat(call(event("no-device")).outcome()).isEqualTo("400 param-error");
        Reply nothing = set("alice", "phone", Map.of());
        assertThat(nothing.outcome()).isEqualTo("400 param-error");
        assertThat(nothing.text("/errSubject")).isEqualTo("uni-id-co");
        assertThat(set("alice", "phone", Map.of("pushClientId", "")).outcome()).isEqualTo("400 param-error");
        assertThat(set("alice", "phone", Map.of("pushClientId", 7)).outcome()).isEqualTo("400 param-error");
        assertThat(set("alice", "d".repeat(257), Map.of("pushClientId", "c")).outcome())
                .isEqualTo("400 param-error");
        assertThat(stored("uni-id-device")).isEmpty();
    }

    @Test
    void setPushCid_subscriptionOfABrowser_isStoredWithoutWhatNobodyNeeds() {
        // When
        Reply reply = set(
                "alice",
                "browser",
                Map.of(
                        "channel",
                        "webpush",
                        "endpoint",
                        WebPushReceiver.subscription("https://fcm.googleapis.com/fcm/send/abc")));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(device("alice#browser"))
                .containsEntry("channel", "webpush")
                .containsEntry("platform", "app-plus")
                .containsEntry(
                        "endpoint",
                        "{\"endpoint\":\"https://fcm.googleapis.com/fcm/send/abc\",\"keys\":{\"p256dh\":\""
                                + WebPushReceiver.P256DH + "\",\"auth\":\"" + WebPushReceiver.AUTH + "\"}}");
    }

    @Test
    void setPushCid_subscriptionThatMayNotBeCalled_is400AndChangesNothing() {
        for (String endpoint : List.of(
                "",
                "no JSON",
                "{}",
                "https://fcm.googleapis.com/x",
                "{\"endpoint\":\"https://fcm.googleapis.com/x\"}",
                WebPushReceiver.subscription("https://evil.example/x"),
                WebPushReceiver.subscription("http://fcm.googleapis.com/x"),
                WebPushReceiver.subscription("https://127.0.0.1/x"),
                WebPushReceiver.subscription("https://2130706433/x"),
                WebPushReceiver.subscription("https://fcm.googleapis.com/x").replace(WebPushReceiver.AUTH, "short"),
                WebPushReceiver.subscription("https://fcm.googleapis.com/x").replace("Aiw4", "Ai5w"))) {
            assertThat(set("alice", "browser", Map.of("channel", "webpush", "endpoint", endpoint))
                            .outcome())
                    .as(endpoint)
                    .isEqualTo("400 param-error");
        }
        assertThat(stored("uni-id-device")).isEmpty();
    }
}
