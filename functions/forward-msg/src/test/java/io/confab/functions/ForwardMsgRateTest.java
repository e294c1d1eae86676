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

/** One message a second and user, six at once; one a second and group, four at once. */
@QuarkusTest
@TestProfile(ForwardMsgRateTest.Limited.class)
class ForwardMsgRateTest extends FunctionTestBase {
    /** Every test has a time of its own, so that none uses another's slots. */
    private static long now = System.currentTimeMillis() / 1_000 * 1_000;

    private final List<String> sources = new ArrayList<>();

    /** An operator's choice. */
    public static class Limited implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "confab.rate.messages-per-second", "1",
                    "confab.rate.messages-burst", "6",
                    "confab.rate.group-messages-per-second", "1",
                    "confab.rate.group-messages-burst", "4");
        }
    }

    @BeforeEach
    void laterThanTheTestBefore() {
        now += 300_000;
        clock.set(now);
        for (int i = 0; i < 6; i++) {
            sources.add(chats.text("bob", "alice", "text " + i).id);
        }
        now += 60_000;
        clock.set(now);
    }

    private Reply forward(int messages, Map<String, ?> to) {
        Map<String, Object> params = new HashMap<>(Map.of("appId", Users.APP));
        params.put("msgIds", sources.subList(0, messages));
        params.putAll(to);
        return call("forwardMsg", "alice", params);
    }

    private long byAlice() {
        return collection("uni-im-msg").countDocuments(new Document("from_uid", "alice").append("type", "text"));
    }

    @Test
    void forwardMsg_moreThanTheBurst_is400AndNamesTheNumber() {
        Reply reply = forward(4, Map.of("to_uids", List.of("carol", "dave")));

        assertThat(reply.outcome()).isEqualTo("400 param-error");
        assertThat(reply.errMsg()).startsWith("msgIds").contains("8").contains("6");
        assertThat(byAlice()).isZero();
        assertThat(forward(3, Map.of("to_uids", List.of("carol", "dave"))).outcome())
                .isEqualTo("200 0");
        assertThat(byAlice()).isEqualTo(6);
    }

    @Test
    void forwardMsg_everyMessage_takesAPermitAndNothingIsStoredWithoutThem() {
        // Given
        assertThat(forward(4, Map.of("to_uids", List.of("carol"))).outcome()).isEqualTo("200 0");

        // When
        Reply reply = forward(3, Map.of("to_uids", List.of("dave")));

        // Then
        assertThat(reply.outcome()).isEqualTo("429 rate-limited");
        assertThat(reply.headers()).containsEntry("retry-after", "1");
        assertThat(forward(6, Map.of("to_uids", List.of("dave"))).headers()).containsEntry("retry-after", "4");
        assertThat(byAlice()).isEqualTo(4);
        assertThat(forward(2, Map.of("to_uids", List.of("dave"))).outcome()).isEqualTo("200 0");
        assertThat(forward(1, Map.of("to_uids", List.of("dave"))).outcome()).isEqualTo("429 rate-limited");
        clock.set(now + 3_000);
        assertThat(forward(3, Map.of("to_uids", List.of("dave"))).outcome()).isEqualTo("200 0");
    }

    /** Another process took slots of alice: nothing is stored before it is known that there are enough. */
    @Test
    void forwardMsg_slotsOfAnotherProcess_areCountedBeforeAnythingIsStored() {
        // Given
        forward(1, Map.of("to_uids", List.of("carol")));
        String mine = collection("uni-im-msg")
                .find(new Document("from_uid", "alice"))
                .first()
                .getString("_id");
        long newest = Long.parseLong(mine.substring(0, 12), 16);
        for (int i = 1; i <= 3; i++) {
            collection("uni-im-msg")
                    .insertOne(new Document("_id", String.format("%012x", newest - i) + mine.substring(12))
                            .append("seq_key", "x#" + i)
                            .append("send_key", "x#" + i));
        }

        // Then
        assertThat(forward(3, Map.of("to_uids", List.of("dave"))).outcome()).isEqualTo("429 rate-limited");
        assertThat(byAlice()).isEqualTo(1);
        assertThat(forward(2, Map.of("to_uids", List.of("dave"))).outcome()).isEqualTo("200 0");
    }

    @Test
    void forwardMsg_repeat_takesNoneForWhatIsStored() {
        // Given
        Map<String, ?> to = Map.of("to_uids", List.of("carol"), "unique_id", "f");
        Reply first = forward(5, to);
        collection("uni-im-msg").deleteOne(new Document("_id", first.text("/data/4/_id")));

        // When: one is missing, and one permit is left
        Reply repeat = forward(5, to);

        // Then
        assertThat(repeat.outcome()).isEqualTo("200 0");
        assertThat(repeat.data()).hasSize(5);
        assertThat(repeat.text("/data/3/_id")).isEqualTo(first.text("/data/3/_id"));
        assertThat(byAlice()).isEqualTo(5);
        for (int i = 0; i < 3; i++) {
            assertThat(forward(5, to).data()).isEqualTo(repeat.data());
        }
    }

    @Test
    void forwardMsg_toAGroup_takesAPermitOfTheGroupForEach() {
        // Given
        String group = chats.group("alice", "bob", "carol");

        // Then
        Reply tooMany = forward(5, Map.of("group_ids", List.of(group)));
        assertThat(tooMany.outcome()).isEqualTo("400 param-error");
        assertThat(tooMany.errMsg()).contains("5").contains("4");
        assertThat(forward(3, Map.of("group_ids", List.of(group))).outcome()).isEqualTo("200 0");
        assertThat(forward(2, Map.of("group_ids", List.of(group))).outcome()).isEqualTo("429 rate-limited");
        assertThat(byAlice()).isEqualTo(3);
        assertThat(chats.textToGroup("bob", group, "the fourth").seq).isEqualTo(5);
        clock.set(now + 2_000);
        assertThat(forward(2, Map.of("group_ids", List.of(group))).outcome()).isEqualTo("200 0");
    }

    @Test
    void forwardMsg_refusedByAGroupInTheMiddle_isSeenAndHeardOfAsFarAsItCame() {
        // Given
        String group = chats.group("alice", "bob", "carol");
        for (int i = 0; i < 4; i++) {
            chats.textToGroup("bob", group, "full");
        }
        users.connected("dave", "phone", "dave-1");

        // When
        Reply reply = forward(1, Map.of("to_uids", List.of("dave"), "group_ids", List.of(group)));

        // Then
        assertThat(reply.outcome()).isEqualTo("429 rate-limited");
        assertThat(byAlice()).isEqualTo(1);
        assertThat(pushed("dave-1")).hasSize(1);
    }
}
