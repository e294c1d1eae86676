package io.confab.faults;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bson.Document;

/** deleteMsg by bob. */
enum DeleteScenario implements Scenario {
    UNREAD_IN_A_SINGLE_CHAT {
        @Override
        public Call prepare(Trial trial) {
            return delete(trial, threeTexts(trial, "to_uid", trial.user("bob")));
        }
    },
    IN_A_GROUP {
        @Override
        public Call prepare(Trial trial) {
            String group = trial.group(trial.user("alice"), trial.user("bob"), trial.user("carol"));
            JsonNode newest = threeTexts(trial, "group_id", group);
            trial.settle();
            return delete(trial, newest);
        }
    },
    /**
     * The first two messages are already deleted, and so are many numbers that do not exist: the older half must be archived
     * first.
     */
    INTO_THE_ARCHIVE {
        @Override
        public Call prepare(Trial trial) {
            JsonNode newest = threeTexts(trial, "to_uid", trial.user("bob"));
            List<Document> deleted = LongStream.rangeClosed(1, 501)
                    .filter(seq -> seq != newest.path("seq").asLong())
                    .mapToObj(seq -> new Document("seq", seq).append("countable", true))
                    .toList();
            trial.laboratory()
                    .database()
                    .getCollection("uni-im-conversation")
                    .updateOne(
                            eq("user_key", trial.user("bob") + "#" + conversation(newest)),
                            combine(set("deleted", deleted), set("read_seq", 501L), set("read_n", 3L)));
            return delete(trial, newest);
        }
    };

    private static JsonNode threeTexts(Trial trial, String receiverField, String receiver) {
        String alice = trial.user("alice");
        trial.done(trial.text(alice, receiverField, receiver, "one", "one"));
        trial.done(trial.text(alice, receiverField, receiver, "two", "two"));
        return trial.done(trial.text(alice, receiverField, receiver, "three", "three"));
    }

    private static Call delete(Trial trial, JsonNode sent) {
        return trial.call(
                trial.user("bob"), "deleteMsg", Map.of("msgId", sent.path("_id").asText()));
    }

    private static String conversation(JsonNode sent) {
        return sent.path("conversation_id").asText();
    }

    @Override
    public void verify(Trial trial, Call call) {
        String conversationId = trial.list(trial.laboratory().now(), trial.user("alice"))
                .at("/data/0/id")
                .asText();
        assertThat(texts(trial, "alice", conversationId)).endsWith("one", "two", "three");
        List<String> seenByBob = texts(trial, "bob", conversationId);
        assertThat(seenByBob).doesNotContain("three");
        boolean othersAreDeletedToo = this == INTO_THE_ARCHIVE;
        assertThat(seenByBob.contains("two")).isNotEqualTo(othersAreDeletedToo);
    }

    private static List<String> texts(Trial trial, String name, String conversationId) {
        return Trial.stream(trial.done(trial.call(
                        trial.user(name), "getMsgList", Map.of("conversation_id", conversationId, "afterSeq", 0))))
                .map(message -> message.path("body").asText())
                .toList();
    }
}
