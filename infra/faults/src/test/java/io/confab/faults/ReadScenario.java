package io.confab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * clearUnreadCount of two unread messages. Its pushes are not checked: the stored mark itself has the information of these
 * pushes, for the reader's other devices and for the sender.
 */
enum ReadScenario implements Scenario {
    IN_A_SINGLE_CHAT {
        @Override
        public Call prepare(Trial trial) {
            String alice = trial.user("alice");
            String bob = trial.user("bob");
            trial.done(trial.text(alice, "to_uid", bob, "one", "one"));
            JsonNode sent = trial.done(trial.text(alice, "to_uid", bob, "two", "two"));
            return clear(trial, sent);
        }

        @Override
        public void verify(Trial trial, Call call) {
            super.verify(trial, call);
            JsonNode sent = trial.list(trial.laboratory().now(), trial.user("alice"))
                    .path("data")
                    .path(0)
                    .path("msgList")
                    .path(0);
            assertThat(sent.path("is_read").asBoolean()).as("%s", sent).isTrue();
        }
    },
    IN_A_GROUP {
        @Override
        public Call prepare(Trial trial) {
            String alice = trial.user("alice");
            String group = trial.group(alice, trial.user("bob"), trial.user("carol"));
            trial.done(trial.text(alice, "group_id", group, "one", "one"));
            JsonNode sent = trial.done(trial.text(trial.user("carol"), "group_id", group, "two", "two"));
            trial.settle();
            return clear(trial, sent);
        }
    };

    private static Call clear(Trial trial, JsonNode sent) {
        return trial.call(
                trial.user("bob"),
                "clearUnreadCount",
                Map.of("conversation_id", sent.path("conversation_id").asText()));
    }

    @Override
    public void verify(Trial trial, Call call) {
        JsonNode list = trial.list(trial.laboratory().now(), trial.user("bob"));
        assertThat(list.path("unread_total").asLong()).isZero();
    }

    @Override
    public boolean isMetBothWays() {
        return true;
    }
}
