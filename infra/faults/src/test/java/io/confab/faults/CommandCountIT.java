package io.confab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.testing.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What calls cost in database commands on a real server, against the bounds that the project promises. */
class CommandCountIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static final int SINGLE = 3;
    private static final int GROUP = 3;
    private static final int ONE_MORE = 1;
    private static final int HOP = 4;
    private static final int LIST = 5;
    private static final int CLEAR = 5;
    private static final int REVOKE = 7;
    private static final int DELETE = 3;
    private static final int HISTORY = 3;
    private static final int READERS = 7;
    private static final int FORWARD = 12;

    private Trial trial;
    private String alice;
    private String bob;

    @BeforeEach
    void people() {
        trial = Trial.of(LABORATORY, "count");
        alice = trial.user("alice");
        bob = trial.user("bob");
    }

    @Test
    void sendMsg_single_isBounded() {
        cost("first message", SINGLE + ONE_MORE, trial.text(alice, "to_uid", bob, "one", "u1"));
        cost("single chat", SINGLE, trial.text(alice, "to_uid", bob, "two", "u2"));
        cost("answer", SINGLE, trial.text(bob, "to_uid", alice, "three", "u3"));
        Map<String, Object> withoutUniqueId = Map.of("to_uid", bob, "type", "text", "body", "four", "appId", Users.APP);
        JsonNode sent = cost("without unique_id", SINGLE, trial.call(alice, "sendMsg", withoutUniqueId));
        cost(
                "reply",
                SINGLE + ONE_MORE,
                trial.call(
                        bob,
                        "sendMsg",
                        Map.of(
                                "to_uid",
                                alice,
                                "type",
                                "text",
                                "body",
                                "five",
                                "about_msg_id",
                                sent.path("_id").asText(),
                                "unique_id",
                                "u5")));
    }

    @Test
    void sendMsg_group_isBounded() {
        String group = trial.group(alice, bob);

        cost("group, first of the hour", GROUP + ONE_MORE, trial.text(alice, "group_id", group, "one", "u1"));
        cost("group", GROUP, trial.text(alice, "group_id", group, "two", "u2"));
        cost(
                "group, mention",
                GROUP + ONE_MORE,
                trial.call(
                        alice,
                        "sendMsg",
                        Map.of("group_id", group, "type", "text", "body", "three", "call_uid", List.of(bob))));
    }

    /** The commands and their order are the expected ones, and not only at most the allowed number. */
    @Test
    void sendMsg_withLimitedRates_costsWhatItCostsWithout() {
        FunctionJvm limited = LABORATORY.start(
                "-Dconfab.rate.messages-per-second=20",
                "-Dconfab.rate.messages-burst=100",
                "-Dconfab.rate.group-messages-per-second=20",
                "-Dconfab.rate.group-messages-burst=100");
        String group = trial.group(alice, bob);
        trial.done(trial.text(alice, "to_uid", bob, "one", "u0"));
        trial.done(trial.text(alice, "group_id", group, "one", "g0"));

        for (int i = 1; i <= 20; i++) {
            assertSameCost(limited, trial.text(alice, "to_uid", bob, "one", "u" + i));
            assertSameCost(limited, trial.text(alice, "group_id", group, "one", "g" + i));
        }
    }

    private static void assertSameCost(FunctionJvm limited, Call call) {
        Answer answer = Answer.of(limited.call(call));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        boolean single = answer.data().path("conversation_id").asText().startsWith("single_");
        assertThat(answer.commands())
                .isEqualTo(
                        single
                                ? List.of("aggregate uni-id-users", "insert uni-im-msg", "update uni-im-conversation")
                                : List.of("aggregate uni-id-users", "insert uni-im-msg", "update uni-im-group"));
    }

    @Test
    void sendMsgToGroup_hop_isBounded() {
        String group = trial.group(alice, bob);
        trial.done(trial.text(alice, "group_id", group, "one", "u1"));
        List<JsonNode> accepted = trial.invocations();

        Reply reply = LABORATORY
                .now()
                .call(new Call(
                        trial.tag(),
                        "sendMsgToGroup",
                        accepted.get(accepted.size() - 1).path("payload")));

        bounded("hop", HOP, reply.commands());
    }

    @Test
    void getConversationList_ofAnyLength_isBounded() {
        String group = trial.group(alice, bob);
        trial.done(trial.text(alice, "group_id", group, "one", "u1"));
        IntStream.range(0, 120).forEach(i -> trial.done(trial.text(trial.user("p" + i), "to_uid", bob, "hi", "u")));
        JsonNode sent = trial.done(trial.text(alice, "to_uid", bob, "revoked", "u2"));
        trial.done(
                trial.call(alice, "revokeMsg", Map.of("msgId", sent.path("_id").asText())));

        cost("list", LIST, trial.call(bob, "getConversationList", Map.of()));
    }

    @Test
    void clearUnreadCount_isBounded() {
        JsonNode sent = trial.done(trial.text(alice, "to_uid", bob, "one", "u1"));
        String group = trial.group(alice, bob);
        trial.done(trial.text(alice, "group_id", group, "one", "u2"));

        cost(
                "clearUnreadCount, single",
                CLEAR,
                trial.call(
                        bob,
                        "clearUnreadCount",
                        Map.of("conversation_id", sent.path("conversation_id").asText())));
        cost(
                "clearUnreadCount, group",
                CLEAR,
                trial.call(bob, "clearUnreadCount", Map.of("conversation_id", "group_" + group)));
    }

    @Test
    void revokeMsg_isBounded() {
        JsonNode sent = trial.done(trial.text(alice, "to_uid", bob, "one", "u1"));
        String group = trial.group(alice, bob);
        JsonNode inGroup = trial.done(trial.text(alice, "group_id", group, "one", "u2"));

        cost(
                "revokeMsg, single",
                REVOKE,
                trial.call(alice, "revokeMsg", Map.of("msgId", sent.path("_id").asText())));
        cost(
                "revokeMsg, group",
                REVOKE,
                trial.call(
                        alice, "revokeMsg", Map.of("msgId", inGroup.path("_id").asText())));
    }

    @Test
    void deleteMsg_andTheListAfterIt_areBounded() {
        trial.done(trial.text(alice, "to_uid", bob, "one", "u1"));
        JsonNode newest = trial.done(trial.text(alice, "to_uid", bob, "two", "u2"));
        String group = trial.group(alice, bob);
        JsonNode inGroup = trial.done(trial.text(alice, "group_id", group, "three", "u3"));

        for (JsonNode sent : List.of(newest, inGroup)) {
            cost(
                    "deleteMsg",
                    DELETE,
                    trial.call(
                            bob, "deleteMsg", Map.of("msgId", sent.path("_id").asText())));
            cost(
                    "getMsgList after it",
                    HISTORY,
                    trial.call(
                            bob,
                            "getMsgList",
                            Map.of(
                                    "conversation_id",
                                    sent.path("conversation_id").asText())));
        }
        cost("list after deletions", LIST, trial.call(bob, "getConversationList", Map.of()));
    }

    @Test
    void getMsgReaders_andForwardMsg_areBounded() {
        String group = trial.group(alice, bob);
        JsonNode sent = trial.done(trial.text(alice, "group_id", group, "one", "u1"));

        cost(
                "getMsgReaders",
                READERS,
                trial.call(
                        alice, "getMsgReaders", Map.of("msgId", sent.path("_id").asText())));
        cost(
                "forwardMsg, one to one",
                FORWARD,
                trial.call(
                        alice,
                        "forwardMsg",
                        Map.of(
                                "msgIds",
                                List.of(sent.path("_id").asText()),
                                "to_uids",
                                List.of(bob),
                                "unique_id",
                                "f1")));
    }

    private static JsonNode cost(String what, int bound, Call call) {
        Answer answer = Answer.of(LABORATORY.now().call(call));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        bounded(what, bound, answer.commands());
        return answer.data();
    }

    private static void bounded(String what, int bound, List<String> commands) {
        System.out.printf("%-25s %d of at most %d%n", what, commands.size(), bound);
        assertThat(new ArrayList<>(commands)).as(what).hasSizeBetween(1, bound);
    }
}
