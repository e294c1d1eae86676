package io.confab.testing;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.confab.domain.schema.Schema;
import io.confab.domain.schema.SchemaGate;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the test of one function needs: an empty database with its indexes and five people, recorders instead of the world
 * outside, and the function itself behind Lambda's event. For a {@code @QuarkusTest} in a function's module.
 */
public abstract class FunctionTestBase {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What the function sent to the database since it was last called. */
    @Inject
    protected MongoCommands commands;

    @Inject
    protected RecordingAsyncInvoker invoker;

    @Inject
    protected RecordingOnlineChannel online;

    @Inject
    protected RecordingOfflineChannel offline;

    @Inject
    protected TestClock clock;

    @Inject
    protected Chats chats;

    @Inject
    protected MongoClient mongo;

    @Inject
    protected Schema schema;

    @Inject
    SchemaGate gate;

    @ConfigProperty(name = "quarkus.mongodb.database")
    protected String databaseName;

    @Inject
    FoundFunctions functions;

    /** Whether this start holds all functions; otherwise the module's own, behind Lambda's event server. */
    @ConfigProperty(name = "confab.test.all-functions", defaultValue = "false")
    boolean allFunctions;

    protected Users users;

    @BeforeEach
    void startOver() {
        clock.reset();
        database().drop();
        schema.ensureIndexes();
        gate.require();
        users = new Users(database());
        users.add("alice", "bob", "carol", "dave", "erin");
        forgetEffects();
    }

    /** Forgets the pushes and invocations so far. */
    protected void forgetEffects() {
        online.reset();
        offline.reset();
        invoker.reset();
    }

    /** An event file of the module, by its name without {@code .json}; each key of {@code changes} in it becomes its value. */
    protected String event(String name, Map<String, String> changes) {
        try {
            String event =
                    Files.readString(FunctionModule.of(getClass()).events().resolve(name + ".json"));
            for (Map.Entry<String, String> change : changes.entrySet()) {
                event = event.replace(change.getKey(), change.getValue());
            }
            return event;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    protected String event(String name) {
        return event(name, Map.of());
    }

    /** Invokes the function with an event, as Lambda does. */
    protected Reply call(String event) {
        commands.reset();
        return allFunctions ? callFound(event) : callByLambda(event);
    }

    private Reply callFound(String event) {
        try {
            return Reply.of(200, functions.call(FunctionModule.of(getClass()).method(), json(event)));
        } catch (InvocationTargetException e) {
            return Reply.of(
                    500,
                    JSON.createObjectNode()
                            .put("errorType", e.getCause().getClass().getName())
                            .put("errorMessage", e.getCause().getMessage()));
        }
    }

    private static Reply callByLambda(String event) {
        Response response = given().contentType("application/json; charset=utf-8")
                .body(event)
                .post("/")
                .andReturn();
        return Reply.of(response.statusCode(), json(response.asByteArray()));
    }

    /** Invokes the function by its URL, with a good token of a user and parameters. */
    protected Reply call(String method, String uid, Object params) {
        return call(Events.call(method, uid, params));
    }

    protected MongoDatabase database() {
        return mongo.getDatabase(databaseName);
    }

    protected MongoCollection<Document> collection(String name) {
        return database().getCollection(name);
    }

    /** All documents of a collection. */
    protected List<Document> stored(String collection) {
        return collection(collection).find().into(new ArrayList<>());
    }

    /** Sets a field of the one document whose {@code key} has this value. */
    protected void set(String collection, String key, Object value, String field, Object to) {
        collection(collection).updateOne(new Document(key, value), new Document("$set", new Document(field, to)));
    }

    /** The stored system messages about this. */
    protected List<Document> notices(String action) {
        return stored("uni-im-msg").stream()
                .filter(message -> action.equals(message.getString("action")))
                .toList();
    }

    /** The pushes that a connection got. */
    protected List<JsonNode> pushed(String connectionId) {
        return online.frames(connectionId).stream().map(FunctionTestBase::json).toList();
    }

    protected static JsonNode json(String text) {
        return json(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode json(byte[] text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("the function answered no JSON", e);
        }
    }

    /**
     * The answer of a function.
     *
     * @param status of the reply to a client; if there is none, of the invocation (500: it threw)
     * @param json the JSON that a client, or the invoker, reads
     */
    public record Reply(int status, Map<String, String> headers, JsonNode json) {
        static Reply of(int invocationStatus, JsonNode answer) {
            if (!answer.has("statusCode")) {
                return new Reply(invocationStatus, Map.of(), answer);
            }
            Map<String, String> headers = new HashMap<>();
            answer.path("headers")
                    .properties()
                    .forEach(header ->
                            headers.put(header.getKey(), header.getValue().asText()));
            String body = answer.path("body").asText("");
            return new Reply(
                    answer.get("statusCode").asInt(),
                    headers,
                    FunctionTestBase.json(body.isEmpty() || body.equals("null") ? "{}" : body));
        }

        public JsonNode data() {
            return json.path("data");
        }

        public String errCode() {
            return json.path("errCode").asText();
        }

        public String errMsg() {
            return json.path("errMsg").asText();
        }

        /** Status and code, to be compared at once: {@code "403 muted"}. */
        public String outcome() {
            return status + " " + errCode();
        }

        public String text(String pointer) {
            return json.at(pointer).asText();
        }

        public long number(String pointer) {
            return json.at(pointer).asLong();
        }
    }
}
