package io.confab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.ConnectionString;
import io.confab.testing.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A connection to the database that ends after the server has got a write and before its answer has passed: the driver sends it
 * once more, and it is stored once (docs/decisions/0067).
 */
class CutWriteIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static Wire wire;
    private static FunctionJvm behindTheWire;

    @BeforeAll
    static void start() {
        String host = new ConnectionString(LABORATORY.connectionString())
                .getHosts()
                .get(0);
        wire = Wire.to(Integer.parseInt(host.substring(host.lastIndexOf(':') + 1)));
        behindTheWire = LABORATORY.start("-Dquarkus.mongodb.connection-string=mongodb://127.0.0.1:" + wire.port()
                + "/?directConnection=true");
    }

    @AfterAll
    static void stop() {
        wire.close();
    }

    @Test
    void sendMsg_answerToTheInsertIsCutOff_isStoredOnceAndSucceeds() {
        Trial trial = Trial.of(LABORATORY, "cut");
        String alice = trial.user("alice");
        String bob = trial.user("bob");
        send(trial, alice, bob, "first");

        wire.cutAnswerTo("insert", "uni-im-msg", "body");
        Reply reply = send(trial, alice, bob, "second");

        assertThat(wire.awaitsRequest()).as("a write was cut off").isFalse();
        assertThat(reply.commands()).filteredOn("insert uni-im-msg"::equals).hasSize(2);
        List<Document> messages = messages(Answer.of(reply).data());
        assertThat(messages).extracting(message -> message.get("body")).containsExactly("first", "second");
        JsonNode chat = trial.list(LABORATORY.now(), bob).at("/data/0");
        assertThat(chat.path("unread_count").asInt()).isEqualTo(2);
    }

    private static Reply send(Trial trial, String from, String to, String text) {
        Map<String, Object> params = Map.of("to_uid", to, "type", "text", "body", text, "appId", Users.APP);
        Reply reply = behindTheWire.call(trial.call(from, "sendMsg", params));
        assertThat(Answer.of(reply).status()).as("%s", reply).isEqualTo(200);
        return reply;
    }

    private static List<Document> messages(JsonNode sent) {
        return LABORATORY
                .database()
                .getCollection("uni-im-msg")
                .find(new Document("conversation_id", sent.path("conversation_id").asText()))
                .sort(new Document("seq", 1))
                .into(new ArrayList<>());
    }
}
