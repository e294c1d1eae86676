package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.ids.ConversationIds;
import io.confab.push.channel.Outcome;
import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.RecordingOfflineChannel;
import io.confab.testing.Tokens;
import io.confab.testing.Users;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Who hears of a single chat's message, and what. */
@QuarkusTest
class SendMsgPushTest extends FunctionTestBase {
    private static final String ALICE_AND_BOB = ConversationIds.single("alice", "bob");

    private Reply send(String type, Object body, Object... more) {
        Map<String, Object> params =
                new HashMap<>(Map.of("appId", Users.APP, "to_uid", "bob", "type", type, "body", body));
        for (int i = 0; i < more.length; i += 2) {
            params.put((String) more[i], more[i + 1]);
        }
        return call(Events.call("sendMsg")
                .token(Tokens.good("alice"))
                .client(Users.APP, "alice-web", "web")
                .body(params)
                .json());
    }

    @Test
    void sendMsg_toConnectedDevice_isTheMessageAsListsShowIt() {
        // Given
        users.add(
                "alice", Map.of("nickname", "Alice with quite a long name", "avatar_file", new Document("url", "/u")));
        users.connected("bob", "phone", "bob-1");

        // When
        Reply reply = send("text", "hello");

        // Then
        assertThat(pushed("bob-1")).singleElement().satisfies(frame -> {
            assertThat(frame.get("type").asText()).isEqualTo("receive");
            JsonNode push = frame.get("data");
            assertThat(push.get("title").asText()).isEqualTo("Alice with quite a l");
            assertThat(push.get("content").asText()).isEqualTo("hello");
            assertThat(push.at("/payload/type").asText()).isEqualTo("uni-im");
            assertThat(push.at("/payload/avatar_file/url").asText()).isEqualTo("/u");
            assertThat(push.at("/payload").has("device_id")).isFalse();
            JsonNode message = push.at("/payload/data");
            assertThat(message.get("_id").asText()).isEqualTo(reply.text("/data/_id"));
            assertThat(message.get("seq").asLong()).isEqualTo(1);
            assertThat(message.get("is_read").isBoolean()).isTrue();
            assertThat(message.has("group_id")).isFalse();
            assertThat(message.has("LongMsg")).isFalse();
        });
    }

    @Test
    void sendMsg_sendersDevices_allButTheSendingOneHear() {
        // Given
        users.connected("alice", "alice-web", "alice-1");
        users.connected("alice", "alice-phone", "alice-2");
        users.device("alice", "other-app", Map.of("connection_id", "alice-3", "appid", "other"));

        // When
        send("text", "hello");

        // Then
        assertThat(pushed("alice-1")).isEmpty();
        assertThat(pushed("alice-2")).singleElement().satisfies(frame -> assertThat(
                        frame.at("/data/payload/device_id").asText())
                .isEqualTo("alice-web"));
        assertThat(pushed("alice-3")).isEmpty();
    }

    @Test
    void sendMsg_withoutDeviceId_reachesAllOfTheSendersDevices() {
        // Given
        users.connected("alice", "alice-web", "alice-1");

        // When
        call("sendMsg", "alice", Map.of("appId", Users.APP, "to_uid", "bob", "type", "text", "body", "x"));

        // Then
        assertThat(pushed("alice-1")).hasSize(1);
    }

    @Test
    void sendMsg_receiversDevices_onlyThoseOfTheMessagesAppWithALivingToken() {
        // Given
        users.device("bob", "other-app", Map.of("connection_id", "bob-other", "appid", "other"));
        users.device("bob", "ended", Map.of("connection_id", "bob-ended", "token_expired", 1L));
        users.connected("bob", "phone", "bob-phone");
        users.offline("bob", "pad", RecordingOfflineChannel.CHANNEL, "bob-pad");

        // When
        send("text", "hello");

        // Then
        assertThat(pushed("bob-phone")).hasSize(1);
        assertThat(pushed("bob-other")).isEmpty();
        assertThat(pushed("bob-ended")).isEmpty();
        assertThat(handedOver()).containsExactly("ws_dev_bob_pad");
        assertThat(offline.posts()).isZero();
    }

    /** The devices that were left for sendPushMsg. */
    private List<String> handedOver() {
        return invoker.payloads("sendPushMsg").stream()
                .flatMap(event -> StreamSupport.stream(
                        event.at("/pushParam/push_clientid").spliterator(), false))
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void sendMsg_repeated_isPushedOnlineAgainAndHandedToVendorsUnderTheSameRequestId() {
        // Given
        users.connected("bob", "phone", "bob-phone");
        users.offline("bob", "pad", RecordingOfflineChannel.CHANNEL, "bob-pad");
        users.offline("alice", "alice-pad", RecordingOfflineChannel.CHANNEL, "alice-pad");

        // When
        send("text", "hello", "unique_id", "u1");
        List<ObjectNode> first = invoker.payloads("sendPushMsg");
        set("uni-im-msg", "seq", 1L, "pushed", null);
        set("uni-id-device", "device_id", "phone", "connection_id", null);
        set("uni-id-device", "device_id", "phone", "channel", RecordingOfflineChannel.CHANNEL);
        send("text", "hello", "unique_id", "u1");

        // Then
        assertThat(first).hasSize(2);
        assertThat(invoker.payloads("sendPushMsg").subList(2, 4))
                .extracting(event -> event.at("/pushParam/request_id").asText())
                .containsExactlyElementsOf(first.stream()
                        .map(event -> event.at("/pushParam/request_id").asText())
                        .toList());
        assertThat(first)
                .allSatisfy(event -> assertThat(event.at("/attempt").asInt()).isEqualTo(1));
    }

    @Test
    void sendMsg_signedOutOrExpired_isInTheReachOfVendorsAsLongAsTheRecordSays() {
        // Given
        long now = System.currentTimeMillis();
        Map<String, Object> ended =
                Map.of("channel", RecordingOfflineChannel.CHANNEL, "connection_id", "dead", "token_expired", now - 1);
        Map<String, Object> closedApp = new HashMap<>(ended);
        closedApp.put("endpoint", "1");
        closedApp.put("push_until", now + 60_000);
        users.device("bob", "closed-app", closedApp);
        Map<String, Object> outOfReach = new HashMap<>(ended);
        outOfReach.put("endpoint", "2");
        outOfReach.put("push_until", now - 1);
        users.device("bob", "out-of-reach", outOfReach);

        // When
        send("text", "hello");

        // Then
        assertThat(handedOver()).containsExactly("ws_dev_bob_closed-app");
        assertThat(online.tries("dead")).isZero();
    }

    @Test
    void sendMsg_busyChannel_isTriedAgainWithinTheBudget() {
        // Given
        users.connected("bob", "phone", "bob-1");
        online.outcome("bob-1", Outcome.BUSY);

        // When
        send("text", "hello");

        // Then
        assertThat(online.tries("bob-1")).isGreaterThan(1);
        assertThat(handedOver()).containsExactly("ws_dev_bob_phone");
    }

    @Test
    void sendMsg_longText_isPushedShortAndStoredWhole() {
        // Given
        users.connected("bob", "phone", "bob-1");
        String text = "0123456789".repeat(25);

        // When
        send("text", text.substring(0, 248));
        send("text", text.substring(0, 249));

        // Then
        JsonNode whole = pushed("bob-1").get(0).at("/data/payload/data");
        JsonNode shortened = pushed("bob-1").get(1).at("/data/payload/data");
        assertThat(whole.get("body").asText()).hasSize(248);
        assertThat(whole.has("LongMsg")).isFalse();
        assertThat(shortened.get("body").asText()).isEqualTo(text.substring(0, 50));
        assertThat(shortened.get("LongMsg").asBoolean()).isTrue();
        assertThat(pushed("bob-1").get(1).at("/data/content").asText()).hasSize(50);
        assertThat(collection("uni-im-msg")
                        .find(new Document("seq", 2L))
                        .first()
                        .getString("body"))
                .hasSize(249);
    }

    @Test
    void sendMsg_longBodyOfOtherTypes_isPushedAsItsNote() {
        // Given
        users.connected("bob", "phone", "bob-1");

        // When
        send("rich-text", List.of("x".repeat(300)));
        send("image", "https://example.com/" + "x".repeat(300));
        send("code", "c".repeat(300));

        // Then
        assertThat(pushed("bob-1"))
                .extracting(frame -> frame.at("/data/payload/data/body").asText())
                .containsExactly("[图文消息]", "[图片]", "c".repeat(50));
        assertThat(pushed("bob-1").get(0).at("/data/content").asText()).isEqualTo("[多媒体]");
    }

    @Test
    void sendMsg_inAChatThatTheSenderHasMuted_leavesOutTheVendorsOfTheirOtherDevicesToo() {
        // Given
        chats.text("alice", "bob", "before");
        set("uni-im-conversation", "user_key", "alice#" + ALICE_AND_BOB, "mute", true);
        users.connected("alice", "tablet", "alice-1");
        users.offline("alice", "pad", RecordingOfflineChannel.CHANNEL, "alice-pad");
        forgetEffects();

        // When
        send("text", "quiet");

        // Then
        assertThat(pushed("alice-1")).hasSize(1);
        assertThat(handedOver()).isEmpty();
    }

    @Test
    void sendMsg_toDoNotDisturb_goesByTheOnlineChannelAloneUnlessMentioned() {
        // Given
        chats.text("alice", "bob", "before");
        collection("uni-im-conversation")
                .updateOne(
                        new Document("user_key", "bob#" + ALICE_AND_BOB),
                        new Document("$set", new Document("mute", true)));
        users.connected("bob", "phone", "bob-1");
        users.offline("bob", "pad", RecordingOfflineChannel.CHANNEL, "bob-pad");
        forgetEffects();

        // When
        send("text", "quiet");

        // Then
        assertThat(pushed("bob-1")).hasSize(1);
        assertThat(handedOver()).isEmpty();

        // When
        send("text", "@bob", "call_uid", List.of("bob", "carol"));

        // Then
        assertThat(handedOver()).containsExactly("ws_dev_bob_pad");
        assertThat(collection("uni-im-msg")
                        .find(new Document("seq", 3L))
                        .first()
                        .getList("call_uid", String.class))
                .containsExactly("bob");
    }

    @Test
    void sendMsg_goneConnection_isUnboundAndTheVendorTakesOver() {
        // Given
        users.device(
                "bob",
                "phone",
                Map.of("connection_id", "bob-1", "channel", RecordingOfflineChannel.CHANNEL, "endpoint", "bob-phone"));
        online.outcome("bob-1", Outcome.GONE);

        // When
        Reply reply = send("text", "hello");

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(handedOver()).containsExactly("ws_dev_bob_phone");
        assertThat(stored("uni-id-device")).singleElement().satisfies(device -> assertThat(device)
                .doesNotContainKey("connection_id"));
    }

    @Test
    void sendMsg_slowChannel_handsOverWhatIsNotDoneWithinTheBudget() {
        // Given
        users.connected("bob", "phone", "bob-1");
        users.device("bob", "slow", Map.of("connection_id", "bob-slow", "push_clientid", "cid-slow"));
        online.delay("bob-slow", Duration.ofSeconds(5));

        // When
        long start = System.nanoTime();
        Reply reply = send("text", "hello", "unique_id", "u1");

        // Then: it did not wait for the end of the post, which takes three seconds
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(pushed("bob-1")).hasSize(1);
        List<ObjectNode> handedOver = invoker.payloads("sendPushMsg");
        assertThat(handedOver).singleElement().satisfies(event -> {
            assertThat(event.at("/pushParam/push_clientid")).hasToString("[\"cid-slow\"]");
            assertThat(event.at("/pushParam/payload/data/_id").asText()).isEqualTo(reply.text("/data/_id"));
            assertThat(event.at("/pushParam/settings/strategy/default").asInt()).isEqualTo(1);
            assertThat(event.get("attempt").asInt()).isEqualTo(1);
        });
    }
}
