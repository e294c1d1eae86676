package io.confab.faults;

import static com.mongodb.client.model.Filters.regex;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** searchMsg in a conversation with a full block of messages, the first search there. */
final class SearchScenario implements Scenario {
    private static final int MESSAGES = 101;

    @Override
    public Call prepare(Trial trial) {
        JsonNode sent = null;
        for (int i = 1; i <= MESSAGES; i++) {
            String text = i == 50 ? "a needle" : "hay " + i;
            sent = trial.done(trial.text(trial.user("alice"), "to_uid", trial.user("bob"), text, "u" + i));
        }
        return trial.call(
                trial.user("bob"),
                "searchMsg",
                Map.of(
                        "keyword",
                        "NEEDLE",
                        "conversation_id",
                        sent.path("conversation_id").asText()));
    }

    @Override
    public void verify(Trial trial, Call call) {
        JsonNode found = trial.done(call);
        assertThat(found).hasSize(1);
        assertThat(found.get(0).path("seq").asLong()).isEqualTo(50);
        assertThat(trial.laboratory()
                        .database()
                        .getCollection("uni-im-msg-search")
                        .countDocuments(regex(
                                "_id",
                                "^" + found.get(0).path("conversation_id").asText())))
                .isEqualTo(1);
    }

    @Override
    public String toString() {
        return "SearchScenario";
    }
}
