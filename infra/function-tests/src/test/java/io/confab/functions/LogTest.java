package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.mongodb.client.MongoClient;
import io.confab.domain.schema.Schema;
import io.confab.domain.tally.Metric;
import io.confab.domain.tally.Tally;
import io.confab.edge.observe.Observation;
import io.confab.testing.Events;
import io.confab.testing.FoundFunctions;
import io.confab.testing.MongoCommands;
import io.confab.testing.Tokens;
import io.confab.testing.Users;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a deployed function writes: every event of every function ({@code functions/*}{@code /events}) is sent as it is, and with
 * secrets in the place of its texts. One line of metrics comes of each, and nothing that a client sent is in the log.
 */
@QuarkusTest
@TestProfile(LogTest.Deployed.class)
class LogTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = Logger.getLogger(LogTest.class);
    private static final String CONVERSATION = "single_b3701cb1cb2d196ad68d6969ab0fbf2c";

    /** A function of a stack. */
    public static class Deployed implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("confab.function-prefix", "chat-");
        }
    }

    @Inject
    FoundFunctions functions;

    @Inject
    MongoClient mongo;

    @Inject
    Schema schema;

    @Inject
    Tally tally;

    @Inject
    Observation observation;

    @Inject
    MongoCommands commands;

    @ConfigProperty(name = "quarkus.mongodb.database")
    String database;

    private final DeployedLog log = new DeployedLog();

    @BeforeEach
    void listen() {
        schema.ensureIndexes();
        new Users(mongo.getDatabase(database)).add("alice", "bob", "carol");
        for (Metric metric : Metric.values()) {
            tally.take(metric);
        }
        commands.reset();
        log.open();
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void everyFunction_writesALineAndNothingThatAClientSent() throws Exception {
        Map<String, List<ObjectNode>> events = SecretEvents.plain();
        String token = Tokens.good("alice");
        int calls = 0;

        assertThat(events).hasSizeGreaterThan(55);
        for (Map.Entry<String, List<ObjectNode>> method : events.entrySet()) {
            for (ObjectNode event : method.getValue()) {
                for (ObjectNode variant : SecretEvents.variants(event, token)) {
                    call(method.getKey(), variant);
                    calls++;
                }
            }
        }

        assertThat(log.metrics()).hasSize(calls);
        assertThat(log.lines()).isNotEmpty();
        assertThat(log.text())
                .doesNotContain(SecretEvents.BODY)
                .doesNotContain(SecretEvents.NUMBER)
                .doesNotContain(SecretEvents.FORGED_LINE)
                .doesNotContain(token.substring(token.lastIndexOf('.')))
                .doesNotContain(SecretEvents.signatures(events));
    }

    @Test
    void aSend_isCounted_withTheIdOfItsConversation() throws Exception {
        JsonNode sent = send("u1");
        JsonNode line = log.metrics().get(0);

        assertThat(line.path("stack").asText()).isEqualTo("chat");
        assertThat(line.path("calls").asInt()).isOne();
        assertThat(line.path("sends").asInt()).isOne();
        assertThat(line.path("commands").asInt())
                .as("%s", commands.names())
                .isEqualTo(commands.count())
                .isBetween(3, 5);
        assertThat(line.path("conversationId").asText())
                .isEqualTo(sent.at("/data/conversation_id").asText())
                .startsWith("single_");
    }

    @Test
    void aLaterSend_isCountedAsThreeCommands_andARepeatedOneStoresNothing() throws Exception {
        send("u2");
        send("u3");
        send("u3");
        List<JsonNode> lines = log.metrics();

        assertThat(lines.get(1).path("commands").asInt()).isEqualTo(3);
        assertThat(lines.get(1).path("sends").asInt()).isOne();
        assertThat(lines.get(2).has("sends")).isFalse();
    }

    private JsonNode send(String id) throws Exception {
        Map<String, Object> message =
                Map.of("to_uid", "bob", "appId", "demo", "type", "text", "body", "hi", "unique_id", id);
        JsonNode reply = call("sendMsg", JSON.readTree(Events.call("sendMsg", "alice", message)));
        return JSON.readTree(reply.path("body").asText());
    }

    @Test
    void aRefusal_isCountedByItsCode() throws Exception {
        call(
                "getMyInfo",
                JSON.readTree(
                        Events.call("getMyInfo").token(Tokens.forged("alice")).json()));

        JsonNode line = log.metrics().get(0);
        assertThat(line.path("errors.uni-id-check-token-failed").asInt()).isOne();
        assertThat(line.path("errCode").asText()).isEqualTo("uni-id-check-token-failed");
    }

    /** A thread of a pool outlives the invocation that started it. */
    @Test
    void aLine_hasTheKeysOfTheInvocationUnderWay_whicheverThreadWrites() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();

        observation.of(() -> {
            observation.isAbout(TextNode.valueOf(CONVERSATION));
            write(pool, "first");
            return null;
        });
        write(pool, "between");
        observation.of(() -> {
            write(pool, "second");
            return null;
        });
        pool.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

        assertThat(log.lines())
                .extracting(line -> line.path("message").asText() + " "
                        + line.path("conversationId").asText())
                .containsExactly("first " + CONVERSATION, "between ", "second ");
    }

    private static void write(ExecutorService pool, String text) {
        try {
            pool.submit(() -> LOG.info(text)).get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it threw is logged by Lambda, and so is read here as well. */
    private JsonNode call(String method, JsonNode event) {
        try {
            return functions.call(method, event);
        } catch (InvocationTargetException e) {
            log.printedByLambda(e.getCause());
            return JSON.nullNode();
        }
    }
}
