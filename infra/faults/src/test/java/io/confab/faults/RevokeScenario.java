package io.confab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** revokeMsg of the newest message, which has been pushed. */
enum RevokeScenario implements Scenario {
    IN_A_SINGLE_CHAT {
        @Override
        public Call prepare(Trial trial) {
            String alice = trial.user("alice");
            String bob = trial.user("bob");
            trial.done(trial.text(alice, "to_uid", bob, "earlier", "earlier"));
            return revoke(trial, trial.done(trial.text(alice, "to_uid", bob, SECRET, "secret")));
        }
    },
    IN_A_GROUP {
        @Override
        public Call prepare(Trial trial) {
            String alice = trial.user("alice");
            String group = trial.group(alice, trial.user("bob"), trial.user("carol"));
            JsonNode sent = trial.done(trial.text(alice, "group_id", group, SECRET, "secret"));
            trial.settle();
            return revoke(trial, sent);
        }
    };

    private static final String SECRET = "a secret";

    private static Call revoke(Trial trial, JsonNode sent) {
        return trial.call(
                trial.user("alice"),
                "revokeMsg",
                Map.of("msgId", sent.path("_id").asText()));
    }

    @Override
    public void verify(Trial trial, Call call) {
        trial.requirePushed(trial.people(), trial.user("alice"), push -> push.path("type")
                .asText()
                .equals("uni-im-revoke-msg"));
        for (String uid : trial.people()) {
            JsonNode list = trial.list(trial.laboratory().now(), uid);
            assertThat(list.toString()).doesNotContain(SECRET);
            assertThat(list.path("data").path(0).path("last_msg_note").asText()).isEqualTo(Recount.REVOKED_NOTE);
        }
    }

    @Override
    public boolean isMetBothWays() {
        return true;
    }
}
