package io.confab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** forwardMsg of two messages to a user and a group, with a {@code unique_id}. */
enum ForwardScenario implements Scenario {
    ONE_BY_ONE {
        @Override
        public Call prepare(Trial trial) {
            return forward(trial, false);
        }
    },
    MERGED {
        @Override
        public Call prepare(Trial trial) {
            return forward(trial, true);
        }
    };

    private static Call forward(Trial trial, boolean merge) {
        String alice = trial.user("alice");
        String bob = trial.user("bob");
        JsonNode one = trial.done(trial.text(bob, "to_uid", alice, "one", "one"));
        JsonNode two = trial.done(trial.text(alice, "to_uid", bob, "two", "two"));
        String group = trial.group(alice, trial.user("dave"));
        return trial.call(
                alice,
                "forwardMsg",
                Map.of(
                        "msgIds",
                        List.of(one.path("_id").asText(), two.path("_id").asText()),
                        "to_uids",
                        List.of(trial.user("carol")),
                        "group_ids",
                        List.of(group),
                        "merge",
                        merge,
                        "unique_id",
                        "killed"));
    }

    @Override
    public void verify(Trial trial, Call call) {
        JsonNode first = trial.done(call);
        assertThat(trial.done(call)).as("the answer to a repeat").isEqualTo(first);
        int each = this == MERGED ? 1 : 2;
        assertThat(first).hasSize(2 * each);
        trial.settle();
        for (int i = 0; i < first.size(); i++) {
            String conversationId = first.get(i).path("conversation_id").asText();
            boolean toCarol = i < each;
            assertThat(new Recount(trial).log(conversationId)).hasSize(toCarol ? each : 1 + each);
            trial.requirePushed(
                    List.of(trial.user(toCarol ? "carol" : "dave"), trial.user("alice")),
                    trial.user("alice"),
                    Trial.messagePush(first.get(i).path("_id").asText()));
        }
    }
}
