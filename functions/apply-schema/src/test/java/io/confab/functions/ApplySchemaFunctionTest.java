package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ApplySchemaFunctionTest extends FunctionTestBase {
    @Test
    void applySchema_emptyDatabase_makesItComplete() {
        database().drop();

        Reply reply = call(event("empty"));

        assertThat(reply.json())
                .hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{\"complete\":true,\"version\":1,\"missing\":[],"
                        + "\"different\":[],\"extra\":[],\"duplicates\":[],\"change_streams\":\"no_switch\"}}");
        assertThat(stored("confab-schema")).containsExactly(new Document("_id", "version").append("version", 1));
        assertThat(call(event("empty")).data()).isEqualTo(reply.data());
    }

    @Test
    void applySchema_duplicatesAndOtherIndexes_areNamed() {
        database().drop();
        collection("uni-im-msg")
                .insertMany(List.of(
                        new Document("_id", "a").append("seq_key", "c#1").append("send_key", "a"),
                        new Document("_id", "b").append("seq_key", "c#1").append("send_key", "b")));
        collection("uni-id-device").createIndex(Indexes.ascending("device_key"));
        collection("uni-id-device").createIndex(Indexes.ascending("mine"), new IndexOptions().unique(false));

        Reply reply = call(event("empty"));

        assertThat(reply.data().path("complete").asBoolean()).isFalse();
        assertThat(reply.number("/data/version")).isZero();
        assertThat(reply.data().path("missing")).hasToString("[\"uni-im-msg (seq_key)\"]");
        assertThat(reply.data().path("different")).hasToString("[\"uni-id-device (device_key)\"]");
        assertThat(reply.data().path("extra")).hasToString("[\"uni-id-device (mine)\"]");
        assertThat(reply.text("/data/duplicates/0"))
                .isEqualTo("uni-im-msg (seq_key) = \"c#1\": 2 documents, such as \"a\" and \"b\"");
    }

    @Test
    void applySchema_calledByUrl_isRefused() {
        database().drop();

        assertThat(call(event("called-by-url")).outcome()).isEqualTo("403 no-permission");
        assertThat(commands.names()).isEmpty();
    }
}
