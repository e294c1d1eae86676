package io.confab.faults;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.confab.domain.schema.Schema;
import io.confab.testing.Events;
import io.confab.testing.RealMongod;
import io.confab.testing.Tokens;
import io.confab.testing.Users;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A database that has as many connections as it accepts (docs/operations.md#connections-and-concurrency): processes that are
 * connected go on, others answer 500 soon, nothing is lost or doubled, and when there is room everything works by itself.
 */
class ConnectionLimitIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static final int LIMIT = 200;
    private static final int PROCESSES = 2;
    private static final int CALLS = 4;

    /** Five seconds, and what a busy machine adds. */
    private static final Duration SOON = Duration.ofSeconds(15);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Socket> others = new ArrayList<>();
    private MongoClient client;
    private MongoDatabase database;
    private int port;
    private CuttableRoute route;

    @BeforeEach
    void prepare() throws IOException {
        ConnectionString server = new ConnectionString(
                RealMongod.own("--maxConns", String.valueOf(LIMIT)).connectionString());
        port = Integer.parseInt(server.getHosts().get(0).split(":", 2)[1]);
        route = new CuttableRoute(port);
        client = MongoClients.create(server);
        database = client.getDatabase("limited");
        Schema.ensureIndexes(database);
        new Users(database).add("alice", "bob");
    }

    @AfterEach
    void end() throws IOException {
        leave();
        route.close();
        client.close();
    }

    @Test
    void calls_beyondTheLimit_failSoonAndAreRepeatedWithoutLoss() throws Exception {
        FunctionJvm warm = start(port);
        assertThat(send(warm, "warm-0").status()).isEqualTo(200);
        List<FunctionJvm> cold =
                IntStream.range(0, PROCESSES).mapToObj(i -> start(route.port())).toList();
        route.cut();
        occupy();
        route.mend();

        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            long begin = System.nanoTime();
            statuses.add(send(cold.get(i % PROCESSES), "cold-" + i).status());
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
        }
        assertThat(statuses).containsOnly(500);
        assertThat(send(warm, "warm-1").status()).isEqualTo(200);

        leave();
        Map<String, Long> numbers = new HashMap<>();
        for (int i = 0; i < CALLS; i++) {
            numbers.put("cold-" + i, sendUntilStored(cold.get(i % PROCESSES), "cold-" + i));
        }

        assertThat(numbers.values()).doesNotHaveDuplicates().allMatch(seq -> seq > 2);
        assertThat(database.getCollection("uni-im-msg")
                        .find(eq("from_uid", "alice"))
                        .map(message -> ((Number) message.get("seq")).longValue())
                        .into(new ArrayList<>()))
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, CALLS + 2)
                        .mapToObj(Long::valueOf)
                        .toList());
    }

    private FunctionJvm start(int port) {
        return LABORATORY.start(
                "-Dquarkus.mongodb.max-pool-size=2",
                "-Dquarkus.mongodb.connection-string=mongodb://127.0.0.1:" + port + "/?directConnection=true",
                "-Dquarkus.mongodb.database=" + database.getName());
    }

    private Answer send(FunctionJvm process, String uniqueId) {
        return Answer.of(process.call(new Call(
                "limit",
                "sendMsg",
                Events.call("sendMsg")
                        .token(Tokens.good("alice"))
                        .client(Users.APP, "phone", "web")
                        .body(Map.of("to_uid", "bob", "type", "text", "body", uniqueId, "unique_id", uniqueId))
                        .node())));
    }

    private long sendUntilStored(FunctionJvm process, String uniqueId) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Answer answer = send(process, uniqueId);
        while (answer.status() != 200 && System.nanoTime() < end) {
            Thread.sleep(100);
            answer = send(process, uniqueId);
        }
        assertThat(answer.status()).isEqualTo(200);
        return answer.data().path("seq").asLong();
    }

    /** Takes every connection that is left; the server notices them one after the other. */
    private void occupy() throws IOException, InterruptedException {
        for (int i = 0; i < LIMIT; i++) {
            others.add(new Socket(InetAddress.getLoopbackAddress(), port));
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (connections().getInteger("available") > 0 && System.nanoTime() < end) {
            Thread.sleep(100);
        }
        assertThat(connections().getInteger("available")).isLessThanOrEqualTo(0);
    }

    private void leave() throws IOException {
        for (Socket other : others) {
            other.close();
        }
        others.clear();
    }

    private Document connections() {
        return database.runCommand(new Document("serverStatus", 1)).get("connections", Document.class);
    }
}
