package io.confab.bench.system;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOneModel;
import io.confab.bench.database.Database;
import io.confab.bench.database.Profiler;
import io.confab.bench.database.TracedCommand;
import io.confab.bench.database.Window;
import io.confab.bench.measure.ProcessorTime;
import java.nio.file.Path;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on a real mongod, if there is one. */
class MongodTest {
    @TempDir
    static Path folder;

    private static Mongod mongod;

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue(Mongod.isInstalled(), "no mongod on this machine");
        mongod = Mongod.start(folder);
    }

    @AfterAll
    static void stop() {
        if (mongod != null) {
            mongod.close();
        }
    }

    @Test
    void start_isAPrimaryThatCanBeFoundAgain() {
        int port = Integer.parseInt(mongod.uri().replaceAll(".*:(\\d+)/.*", "$1"));

        assertThat(ListeningProcess.find(port)).hasValue(mongod.pid());
        assertThat(ProcessorTime.millis(mongod.pid())).isPositive();
    }

    @Test
    void profiler_bulkWriteAndQueue_countsMethodsCommandsOnly() {
        try (MongoClient client = MongoClients.create(mongod.uri());
                Database database = Database.open(new ConnectionString(mongod.uri()), "measured")) {
            MongoCollection<Document> collection =
                    client.getDatabase("measured").getCollection("c");
            MongoCollection<Document> queue = client.getDatabase("measured").getCollection("confab-local-invocation");
            collection.insertMany(List.of(new Document("_id", 1), new Document("_id", 2)));
            queue.insertOne(new Document("_id", 1));
            try (Profiler profiler = database.profiler()) {
                Profiler.Mark mark = profiler.mark();
                collection.bulkWrite(List.of(
                        new UpdateOneModel<>(eq("_id", 1), set("a", 1)),
                        new UpdateOneModel<>(eq("_id", 2), set("a", 1))));
                collection.find(eq("_id", 1)).first();
                queue.updateOne(eq("_id", 1), set("a", 1));

                Window window = profiler.since(mark);

                assertThat(window.commands()).isEqualTo(2);
                assertThat(window.statements())
                        .extracting(TracedCommand::shape)
                        .containsExactly("update c {_id}", "update c {_id}", "find c {_id}");
            }
        }
    }
}
