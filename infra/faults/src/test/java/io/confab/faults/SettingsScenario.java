package io.confab.faults;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.bson.Document;

/** updateConversation of a group, which writes to two documents; list and fan-out never disagree about do-not-disturb. */
enum SettingsScenario implements Scenario {
    PIN_AND_MUTE_A_GROUP {
        @Override
        public Call prepare(Trial trial) {
            String group = trial.group(trial.user("alice"), trial.user("bob"));
            return trial.call(
                    trial.user("bob"),
                    "updateConversation",
                    Map.of("conversation_id", "group_" + group, "pinned", true, "mute", true));
        }

        @Override
        public void touch(Trial trial) {
            super.touch(trial);
            requireAgreement(trial);
        }

        @Override
        public void verify(Trial trial, Call call) {
            JsonNode conversation = conversation(trial);
            assertThat(conversation.path("pinned").asBoolean()).isTrue();
            assertThat(conversation.path("mute").asBoolean()).isTrue();
            requireAgreement(trial);
        }
    };

    private static void requireAgreement(Trial trial) {
        Document member = trial.laboratory()
                .database()
                .getCollection("uni-im-group-member")
                .find(eq("user_id", trial.user("bob")))
                .first();
        assertThat(conversation(trial).path("mute").asBoolean()).isEqualTo(member.getBoolean("do_not_disturb", false));
    }

    private static JsonNode conversation(Trial trial) {
        return trial.list(trial.laboratory().now(), trial.user("bob"))
                .path("data")
                .path(0);
    }
}
