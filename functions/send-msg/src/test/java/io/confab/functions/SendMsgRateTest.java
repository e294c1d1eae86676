package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.confab.testing.Users;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two messages a second and user, five at once; one a second and group, seven at once. */
@QuarkusTest
@TestProfile(SendMsgRateTest.Limited.class)
class SendMsgRateTest extends FunctionTestBase {
    /** Every test has a time of its own, so that none uses another's slots. */
    private static long now = System.currentTimeMillis() / 1_000 * 1_000;

    /** An operator's choice. */
    public static class Limited implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "confab.rate.messages-per-second", "2",
                    "confab.rate.messages-burst", "5",
                    "confab.rate.group-messages-per-second", "1",
                    "confab.rate.group-messages-burst", "7");
        }
    }

    @BeforeEach
    void laterThanTheTestBefore() {
        now += 300_000;
        clock.set(now);
    }

    private Reply send(String fromUid, String target, String id, String uniqueId) {
        Map<String, Object> params =
                new HashMap<>(Map.of("appId", Users.APP, target, id, "type", "text", "body", "hi"));
        if (uniqueId != null) {
            params.put("unique_id", uniqueId);
        }
        return call("sendMsg", fromUid, params);
    }

    private List<String> send(int times, String fromUid, String target, String id) {
        List<String> outcomes = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            outcomes.add(send(fromUid, target, id, null).outcome());
        }
        return outcomes;
    }

    @Test
    void sendMsg_aboveTheBurst_is429WithRetryAfterAndStoresNothing() {
        // Given
        assertThat(send(5, "alice", "to_uid", "bob")).containsOnly("200 0");

        // When
        Reply reply = send("alice", "to_uid", "carol", "sixth");

        // Then
        assertThat(reply.outcome()).isEqualTo("429 rate-limited");
        assertThat(reply.headers()).containsEntry("retry-after", "1");
        assertThat(stored("uni-im-msg")).hasSize(5);
        assertThat(stored("uni-im-conversation")).hasSize(2);
        assertThat(send("bob", "to_uid", "alice", null).outcome()).isEqualTo("200 0");
    }

    @Test
    void sendMsg_later_isLetThroughAsFastAsTheRate() {
        // Given
        send(5, "alice", "to_uid", "bob");

        // When
        clock.set(now + 1_000);

        // Then
        assertThat(send(3, "alice", "to_uid", "bob")).containsExactly("200 0", "200 0", "429 rate-limited");
        clock.set(now + 60_000);
        assertThat(send(6, "alice", "to_uid", "bob")).endsWith("200 0", "429 rate-limited");
    }

    @Test
    void sendMsg_repeatAboveTheLimit_isAnsweredWithTheFirstMessage() {
        // Given
        Reply first = send("alice", "to_uid", "bob", "u1");
        send(5, "alice", "to_uid", "bob");

        // When
        Reply repeat = send("alice", "to_uid", "bob", "u1");

        // Then
        assertThat(repeat.outcome()).isEqualTo("200 0");
        assertThat(repeat.data()).isEqualTo(first.data());
        assertThat(send("alice", "to_uid", "bob", "u2").outcome()).isEqualTo("429 rate-limited");
    }

    @Test
    void sendMsg_repeat_usesNothingUp() {
        for (int i = 0; i < 10; i++) {
            assertThat(send("alice", "to_uid", "bob", "u1").outcome()).isEqualTo("200 0");
        }
        assertThat(send(4, "alice", "to_uid", "bob")).containsOnly("200 0");
        assertThat(stored("uni-im-msg")).hasSize(5);
    }

    /** Another process took slots of alice: what is stored decides, not what this process remembers. */
    @Test
    void sendMsg_slotsOfAnotherProcess_areCounted() {
        // Given
        send(3, "alice", "to_uid", "bob");
        List<Document> before = stored("uni-im-msg");
        clock.set(now + 100_000);
        send(3, "alice", "to_uid", "bob");
        List<Document> mine = stored("uni-im-msg").subList(3, 6);
        long newest = Long.parseLong(mine.get(0).getString("_id").substring(0, 12), 16);

        // When: two more, as from elsewhere
        for (int i = 1; i <= 4; i++) {
            String id = String.format("%012x", newest - i)
                    + before.get(0).getString("_id").substring(12);
            if (collection("uni-im-msg").countDocuments(new Document("_id", id)) == 0) {
                collection("uni-im-msg")
                        .insertOne(new Document("_id", id)
                                .append("seq_key", "x#" + i)
                                .append("send_key", "x#" + i));
            }
        }

        // Then
        assertThat(send(3, "alice", "to_uid", "bob")).containsOnly("429 rate-limited");
    }

    @Test
    void sendMsg_withALimit_costsNoCommandMore() {
        // Given
        send("alice", "to_uid", "bob", null);

        // When
        send("alice", "to_uid", "bob", null);

        // Then
        assertThat(commands.names())
                .containsExactly("aggregate uni-id-users", "insert uni-im-msg", "update uni-im-conversation");
    }

    @Test
    void sendMsg_ids_areTwentyFourHexDigits() {
        send(5, "alice", "to_uid", "bob");
        assertThat(stored("uni-im-msg"))
                .extracting(message -> message.getString("_id"))
                .allMatch(id -> id.matches("[0-9a-f]{24}"))
                .doesNotHaveDuplicates();
    }

    @Test
    void sendMsg_groupAboveItsBurst_is429ForAllItsMembers() {
        // Given
        String group = chats.group("alice", "bob", "carol");
        send(3, "alice", "group_id", group);
        send(3, "bob", "group_id", group);

        // When
        Reply seventh = send("carol", "group_id", group, null);
        Reply eighth = send("carol", "group_id", group, null);

        // Then
        assertThat(seventh.outcome()).isEqualTo("200 0");
        assertThat(eighth.outcome()).isEqualTo("429 rate-limited");
        assertThat(eighth.headers()).containsEntry("retry-after", "1");
        assertThat(send("carol", "to_uid", "bob", null).outcome()).isEqualTo("200 0");
        clock.set(now + 2_000);
        assertThat(send("bob", "group_id", group, null).outcome()).isEqualTo("200 0");
        assertThat(send("carol", "group_id", group, null).outcome()).isEqualTo("200 0");
        assertThat(send("carol", "group_id", group, null).outcome()).isEqualTo("429 rate-limited");
    }
}
