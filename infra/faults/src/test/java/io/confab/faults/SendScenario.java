package io.confab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.bson.Document;

/** sendMsg with a {@code unique_id}. */
enum SendScenario implements Scenario {
    FIRST_OF_A_SINGLE_CHAT {
        @Override
        public Call prepare(Trial trial) {
            return trial.text(trial.user("alice"), "to_uid", trial.user("bob"), TEXT, UNIQUE_ID);
        }
    },
    IN_A_SINGLE_CHAT {
        @Override
        public Call prepare(Trial trial) {
            String alice = trial.user("alice");
            String bob = trial.user("bob");
            trial.done(trial.text(alice, "to_uid", bob, "earlier", "earlier"));
            trial.done(trial.text(bob, "to_uid", alice, "answer", "answer"));
            return trial.text(alice, "to_uid", bob, TEXT, UNIQUE_ID);
        }
    },
    IN_A_GROUP {
        @Override
        public Call prepare(Trial trial) {
            String alice = trial.user("alice");
            String group = trial.group(alice, trial.user("bob"), trial.user("carol"));
            trial.done(trial.text(trial.user("bob"), "group_id", group, "earlier", "earlier"));
            trial.settle();
            return trial.text(alice, "group_id", group, TEXT, UNIQUE_ID);
        }
    };

    private static final String TEXT = "over the lazy dog";
    private static final String UNIQUE_ID = "killed";

    @Override
    public void verify(Trial trial, Call call) {
        JsonNode first = trial.done(call);
        assertThat(trial.done(call)).as("the answer to a repeat").isEqualTo(first);
        String alice = trial.user("alice");
        List<Document> stored = new Recount(trial)
                .log(first.path("conversation_id").asText()).stream()
                        .filter(message -> alice.equals(message.getString("from_uid"))
                                && UNIQUE_ID.equals(message.getString("unique_id")))
                        .toList();
        assertThat(stored).singleElement().satisfies(message -> assertThat(message.getString("_id"))
                .isEqualTo(first.path("_id").asText()));
        trial.requirePushed(
                trial.people(), alice, Trial.messagePush(first.path("_id").asText()));
    }

    @Override
    public boolean isMetBothWays() {
        return true;
    }
}
