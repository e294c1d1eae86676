package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.Tokens;
import io.confab.testing.Users;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WsConnectFunctionTest extends FunctionTestBase {
    private Document device(String key) {
        return collection("uni-id-device").find(new Document("device_key", key)).first();
    }

    @Test
    void wsConnect_goodToken_bindsTheConnectionToTheDevice() {
        // When
        Reply reply = call(event("connect"));

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).doesNotContainKey("Sec-WebSocket-Protocol");
        assertThat(device("alice#alice-web"))
                .containsEntry("connection_id", "conn-1")
                .containsEntry("user_id", "alice")
                .containsEntry("appid", Users.APP)
                .containsEntry("platform", "web")
                .containsEntry("token_expired", 4_102_444_800_000L);
    }

    @Test
    void wsConnect_tokenAsSubProtocol_isEchoed() {
        // When
        Reply reply = call(event("sub-protocol"));

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().get("Sec-WebSocket-Protocol")).startsWith("bearer.ey");
        assertThat(device("alice#alice-web")).containsEntry("connection_id", "conn-1");
    }

    @Test
    void wsConnect_sameDeviceAgain_replacesTheOlderConnection() {
        // Given
        call(event("connect"));

        // When
        call(event("connect", Map.of("conn-1", "conn-2")));

        // Then
        assertThat(online.frames("conn-1")).containsExactly("{\"type\":\"bye\",\"reason\":\"replaced\"}");
        assertThat(online.isClosed("conn-1")).isTrue();
        assertThat(online.isClosed("conn-2")).isFalse();
        assertThat(stored("uni-id-device")).hasSize(1);
        assertThat(device("alice#alice-web")).containsEntry("connection_id", "conn-2");
    }

    @Test
    void wsConnect_pushesWait_areSentByAnInvocationThatNamesTheConnection() {
        // Given
        users.device("alice", "alice-web", Map.of("pending_push", true));

        // When
        call(event("connect"));

        // Then
        assertThat(invoker.payloads("sendPushMsg"))
                .extracting(Object::toString)
                .containsExactly("{\"pending\":{\"device\":\"dev_alice_alice-web\",\"connection_id\":\"conn-1\"}}");
    }

    @Test
    void wsConnect_deviceWithAnEndpoint_keepsThePlatformThatTheEndpointBelongsTo() {
        // Given
        users.device(
                "alice", "alice-web", Map.of("platform", "ios-sandbox", "channel", "sns", "endpoint", "0123456789"));

        // When
        call(event("connect"));

        // Then
        assertThat(device("alice#alice-web")).containsEntry("platform", "ios-sandbox");

        // When it has none
        users.device("alice", "alice-web", Map.of("platform", "ios-sandbox"));
        call(event("connect"));
        assertThat(device("alice#alice-web")).containsEntry("platform", "web").containsKey("connected_at");
    }

    @Test
    void wsConnect_sameConnectionTwice_isNotItsOwnSuccessor() {
        // Given
        call(event("connect"));

        // When
        Reply reply = call(event("connect"));

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(online.isClosed("conn-1")).isFalse();
    }

    @Test
    void wsConnect_longDeviceId_isRefusedAsEveryCallRefusesIt() {
        String tooLong = "x".repeat(257);

        assertThat(call(Events.connect("conn-1", Tokens.good("alice"), Users.APP, "手".repeat(256)))
                        .status())
                .isEqualTo(200);
        Reply reply = call(Events.connect("conn-1", Tokens.good("alice"), Users.APP, tooLong));
        assertThat(reply.outcome()).isEqualTo("400 param-error");
        assertThat(reply.text("/errMsg")).startsWith("deviceId:");
        assertThat(call(Events.connect("conn-1", Tokens.good("alice"), tooLong, "d"))
                        .outcome())
                .isEqualTo("400 param-error");
        assertThat(call(Events.connect("conn-1", "bad", Users.APP, tooLong)).outcome())
                .isEqualTo("401 uni-id-check-token-failed");
    }

    @Test
    void wsConnect_sameDeviceOfAnotherUser_leavesTheFirstAlone() {
        // Given
        call(event("connect"));

        // When
        call(Events.connect("conn-2", Tokens.good("bob"), Users.APP, "alice-web"));

        // Then
        assertThat(online.isClosed("conn-1")).isFalse();
        assertThat(device("alice#alice-web")).containsEntry("connection_id", "conn-1");
        assertThat(device("bob#alice-web")).containsEntry("connection_id", "conn-2");
    }

    @Test
    void wsConnect_record_keepsTheSidAndWhenItMayBeForgotten() {
        // Given
        String token =
                Tokens.of("alice").with(claims -> claims.setClaim("sid", "s-1")).sign();

        // When
        call(Events.connect("conn-1", token, Users.APP, "web"));

        // Then
        Document device = device("alice#web");
        assertThat(device).containsEntry("sid", "s-1").containsKey("last_time");
        assertThat(device.getDate("forget_at").getTime())
                .isEqualTo(device.getLong("token_expired") + Duration.ofDays(30).toMillis());
    }

    @Test
    void wsConnect_manyDevices_firstTheUselessGiveWayThenTheUnconnectedThenTheConnected() {
        // Given: 22 others, two of them of no use
        long now = System.currentTimeMillis();
        users.device("alice", "out", Map.of("token_expired", 0L, "last_time", now));
        users.device(
                "alice", "expired", Map.of("token_expired", now - 1, "last_time", now, "connection_id", "c-expired"));
        users.device("alice", "away", Map.of("last_time", now));
        for (int i = 0; i < 19; i++) {
            users.device("alice", "d" + i, Map.of("connection_id", "c" + i, "last_time", 1_000L + i));
        }

        // When
        call(Events.connect("new", Tokens.good("alice"), Users.APP, "new"));
        List<String> afterTheFirst = deviceIds();
        call(Events.connect("newer", Tokens.good("alice"), Users.APP, "newer"));
        List<String> afterTheSecond = deviceIds();
        call(Events.connect("newest", Tokens.good("alice"), Users.APP, "newest"));

        // Then
        assertThat(afterTheFirst)
                .hasSize(20)
                .doesNotContain("out", "expired", "away")
                .contains("d0", "new");
        assertThat(afterTheSecond).hasSize(20).doesNotContain("d0").contains("d1", "newer");
        assertThat(deviceIds()).hasSize(20).doesNotContain("d1").contains("d2", "newest");
        assertThat(online.frames("c0")).containsExactly("{\"type\":\"bye\",\"reason\":\"replaced\"}");
        assertThat(online.frames("c-expired")).containsExactly("{\"type\":\"bye\",\"reason\":\"replaced\"}");
        assertThat(online.isClosed("c2")).isFalse();
    }

    @Test
    void wsConnect_fewDevices_costsFourCommands() {
        call(event("connect"));
        assertThat(commands.names()).hasSizeLessThanOrEqualTo(4);
    }

    private List<String> deviceIds() {
        return stored("uni-id-device").stream()
                .map(device -> device.getString("device_id"))
                .toList();
    }

    @Test
    void wsConnect_refusedHandshake_says401Or403Or400AndBindsNothing() {
        // Given
        users.add("bob", Map.of("status", 1));

        // Then
        assertThat(call(event("expired-token")).outcome()).isEqualTo("401 uni-id-token-expired");
        assertThat(call(Events.connect("c", Tokens.forged("alice"), Users.APP, "d"))
                        .outcome())
                .isEqualTo("401 uni-id-check-token-failed");
        assertThat(call(Events.connect("c", "", Users.APP, "d")).outcome()).isEqualTo("401 uni-id-check-token-failed");
        assertThat(call(Events.connect("c", Tokens.good("bob"), Users.APP, "d")).outcome())
                .isEqualTo("403 uni-id-account-banned");
        assertThat(call(Events.connect("c", Tokens.good("alice"), Users.APP, ""))
                        .outcome())
                .isEqualTo("400 param-error");
        assertThat(call(Events.connect("c", Tokens.good("alice"), "", "d")).outcome())
                .isEqualTo("400 param-error");
        assertThat(stored("uni-id-device")).isEmpty();
    }
}
