package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.confab.domain.secret.Secrets;
import io.confab.testing.EmbeddedMongo;
import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.HttpPeer;
import io.confab.testing.TestSettings;
import io.confab.testing.Tokens;
import io.confab.testing.Users;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import org.awaitility.Awaitility;
import org.crac.Resource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets change while calls come, some with forged tokens; nobody with a good one is refused. */
@QuarkusTest
@TestProfile(SecretRotationTest.InSecretsManager.class)
class SecretRotationTest extends FunctionTestBase {
    private static final String ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:";
    private static final String OLD = TestSettings.TOKEN_SECRET;
    private static final String NEW = "the-secret-after-this-one-0123456789";
    private static final int CLIENTS = 3;
    private static final Duration UNTIL_READ = Secrets.MAX_AGE.plusSeconds(1);

    @Inject
    Resource snapshot;

    /** It moves forward only, whatever test runs first. */
    private static Instant time = Instant.now();

    /** A process whose secrets are in a peer that stands for Secrets Manager. */
    public static class InSecretsManager implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Peer.class));
        }
    }

    /** Answers what the test has put into system properties, which it shares with it. */
    public static class Peer implements QuarkusTestResourceLifecycleManager {
        private HttpPeer peer;
        private final List<EmbeddedMongo> databases = new ArrayList<>();

        @Override
        public Map<String, String> start() {
            AtomicInteger reads = new AtomicInteger();
            for (String name : List.of("first", "second")) {
                EmbeddedMongo database = EmbeddedMongo.start();
                databases.add(database);
                System.setProperty("confab.test.rotation." + name, database.connectionString());
            }
            System.setProperty("confab.test.rotation.database", System.getProperty("confab.test.rotation.first"));
            System.setProperty("confab.test.rotation.token", "{\"secret\":\"" + OLD + "\"}");
            peer = HttpPeer.start(ServerSocketFactory.getDefault(), "http", request -> {
                System.setProperty("confab.test.rotation.reads", Integer.toString(reads.incrementAndGet()));
                if (System.clearProperty("confab.test.rotation.restart") != null) {
                    databases.get(0).replace();
                }
                String token = System.getProperty("confab.test.rotation.token");
                return token.isEmpty()
                        ? HttpPeer.Answer.of(500)
                        : HttpPeer.Answer.of(200).body(answer(token));
            });
            System.setProperty("aws.endpointUrlSecretsManager", peer.uri().toString());
            System.setProperty("aws.accessKeyId", "test");
            System.setProperty("aws.secretAccessKey", "test");
            System.setProperty("aws.region", "eu-central-1");
            return Map.of("confab.secret.token", ARN + "token", "confab.secret.database", ARN + "database");
        }

        private static String answer(String token) {
            String database = "{\"uri\":\"" + System.getProperty("confab.test.rotation.database") + "\"}";
            return "{\"SecretValues\":[{\"ARN\":\"" + ARN + "token\",\"SecretString\":" + quoted(token)
                    + "},{\"ARN\":\"" + ARN + "database\",\"SecretString\":" + quoted(database) + "}]}";
        }

        private static String quoted(String text) {
            return '"' + text.replace("\"", "\\\"") + '"';
        }

        @Override
        public void stop() {
            peer.close();
            databases.forEach(EmbeddedMongo::close);
            for (String name :
                    List.of("aws.endpointUrlSecretsManager", "aws.accessKeyId", "aws.secretAccessKey", "aws.region")) {
                System.clearProperty(name);
            }
        }
    }

    @BeforeEach
    void goOn() {
        clock.set(time);
    }

    private void pass(Duration by) {
        time = time.plus(by);
        clock.set(time);
    }

    private void addUsers(String server, String... users) {
        try (MongoClient client = MongoClients.create(System.getProperty("confab.test.rotation." + server))) {
            new Users(client.getDatabase(databaseName)).add(users);
        }
    }

    private static void publish(String token) {
        System.setProperty("confab.test.rotation.token", token);
    }

    private static int reads() {
        return Integer.getInteger("confab.test.rotation.reads");
    }

    private String by(String token) {
        return call(Events.call("getUsersInfo")
                        .token(token)
                        .body("{\"user_ids\":[\"somebody\"]}")
                        .json())
                .outcome();
    }

    @Test
    void tokenSecret_rotatedInTwoStepsUnderLoad_refusesForgedTokensOnly() throws Exception {
        publish("{\"secret\":\"" + OLD + "\"}");
        pass(UNTIL_READ);
        assertThat(by(Tokens.good("alice"))).isEqualTo("200 0");
        int before = reads();
        Queue<String> good = new ConcurrentLinkedQueue<>(List.of(OLD));
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        List<AtomicInteger> rounds =
                Stream.generate(AtomicInteger::new).limit(CLIENTS).toList();
        AtomicBoolean end = new AtomicBoolean();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> running = new ArrayList<>();
        for (AtomicInteger mine : rounds) {
            running.add(clients.submit(() -> {
                while (!end.get() && !Thread.currentThread().isInterrupted()) {
                    for (String secret : good) {
                        // Another process may already sign with it; each token is new, so none is remembered.
                        String token = Tokens.of("alice")
                                .with(claims -> claims.setGeneratedJwtId())
                                .sign(secret);
                        String outcome = by(token);
                        if (!outcome.equals("200 0") && good.contains(secret)) {
                            wrong.add(outcome + " with " + secret);
                        }
                    }
                    if (!by(Tokens.forged("alice")).startsWith("401")) {
                        wrong.add("a forged token was accepted");
                    }
                    mine.incrementAndGet();
                }
                return null;
            }));
        }

        // Step 1: the new secret is next. After ten minutes every process knows it.
        publish("{\"secret\":\"" + OLD + "\",\"next\":\"" + NEW + "\"}");
        pass(UNTIL_READ);
        await(rounds);
        pass(UNTIL_READ);
        // Step 2: it is current. Other processes sign with it before this one has read that.
        good.add(NEW);
        publish("{\"secret\":\"" + NEW + "\",\"previous\":\"" + OLD + "\"}");
        await(rounds);
        pass(UNTIL_READ);
        await(rounds);
        // Secrets Manager is away for a while.
        publish("");
        pass(UNTIL_READ);
        await(rounds);
        // The longest token of the old secret has ended.
        good.remove(OLD);
        publish("{\"secret\":\"" + NEW + "\"}");
        pass(UNTIL_READ);
        await(rounds);
        end.set(true);
        clients.shutdown();
        for (Future<?> client : running) {
            client.get(1, TimeUnit.MINUTES);
        }

        assertThat(wrong).isEmpty();
        assertThat(by(Tokens.of("alice").sign(OLD))).startsWith("401");
        assertThat(reads() - before)
                .as("reads, of which the failed one is repeated by the SDK, during %s rounds of calls", rounds)
                .isBetween(3, 12);
        publish("{\"secret\":\"" + OLD + "\"}");
        pass(UNTIL_READ);
    }

    /** Each client has begun and ended a round since: whichever of them had to read the secrets has read them. */
    private static void await(List<AtomicInteger> rounds) {
        List<Integer> from = rounds.stream().map(AtomicInteger::get).toList();
        Awaitility.await("calls go on").atMost(Duration.ofMinutes(1)).until(() -> IntStream.range(0, CLIENTS)
                .allMatch(client -> rounds.get(client).get() >= from.get(client) + 2));
    }

    /** Lambda SnapStart, weeks between a copy of this process and its first event. */
    @Test
    void snapshot_serverRestartedAndSecretsChanged_nextEventSucceeds() throws Exception {
        publish("{\"secret\":\"" + OLD + "\"}");
        pass(UNTIL_READ);
        assertThat(by(Tokens.good("alice"))).isEqualTo("200 0");

        snapshot.beforeCheckpoint(null);
        System.setProperty("confab.test.rotation.restart", "with the next read");
        publish("{\"secret\":\"" + NEW + "\"}");
        snapshot.afterRestore(null);
        addUsers("first", "alice");

        assertThat(by(Tokens.of("alice").sign(NEW))).isEqualTo("200 0");
        assertThat(by(Tokens.of("alice").sign(OLD))).startsWith("401");
        publish("{\"secret\":\"" + OLD + "\"}");
        pass(UNTIL_READ);
    }

    @Test
    void snapshot_secretsCannotBeRead_isNotUsed() {
        publish("");
        assertThatThrownBy(() -> snapshot.afterRestore(null)).hasMessageContaining("Secrets Manager");
        publish("{\"secret\":\"" + OLD + "\"}");
    }

    @Test
    void databaseSecret_whenChanged_isUsedByTheNextInvocation() {
        publish("{\"secret\":\"" + OLD + "\"}");
        addUsers("second", "alice", "somebody");
        String event = Events.call("getUsersInfo")
                .token(Tokens.good("alice"))
                .body("{\"user_ids\":[\"somebody\"]}")
                .json();
        assertThat(call(event).data()).isEmpty();

        System.setProperty("confab.test.rotation.database", System.getProperty("confab.test.rotation.second"));
        assertThat(call(event).data()).isEmpty();
        pass(UNTIL_READ);
        Reply moved = call(event);
        System.setProperty("confab.test.rotation.database", System.getProperty("confab.test.rotation.first"));
        pass(UNTIL_READ);
        Reply back = call(event);

        assertThat(moved.data()).hasSize(1);
        assertThat(back.data()).isEmpty();
    }
}
