package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import io.confab.domain.schema.Schema;
import io.confab.testing.Events;
import io.confab.testing.FoundFunctions;
import io.confab.testing.TestClock;
import io.confab.testing.Tokens;
import io.confab.testing.Users;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * Every function in a process that finds a database without a schema: those that store something, by their {@code api.yaml}, and
 * {@code health} answer 503; all others work. A start of its own, because a process that has been ready stays so.
 */
@QuarkusTest
@TestProfile(ReadinessTest.Fresh.class)
class ReadinessTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern METHOD = Pattern.compile("(?m)^method: (\\w+)$");

    /** Another profile is another start. */
    public static class Fresh implements QuarkusTestProfile {}

    @Inject
    FoundFunctions functions;

    @Inject
    MongoClient mongo;

    @Inject
    Schema schema;

    @Inject
    TestClock clock;

    @ConfigProperty(name = "quarkus.mongodb.database")
    String database;

    @Test
    void everyMethod_untilTheSchemaIsComplete_refusesToStore() throws Exception {
        new Users(mongo.getDatabase(database)).add("alice");
        clock.set(System.currentTimeMillis());
        Map<String, Boolean> stores = methods();

        assertThat(stores).hasSizeGreaterThan(50).containsEntry("sendMsg", true).containsEntry("refreshToken", false);
        for (Map.Entry<String, Boolean> method : stores.entrySet()) {
            JsonNode reply = call(method.getKey());
            assertThat(reply.path("statusCode").asInt() == 503)
                    .as("%s: %s", method.getKey(), reply)
                    .isEqualTo(method.getValue());
            if (method.getValue()) {
                assertThat(reply.path("body").asText()).contains("\"errCode\":\"not-ready\"");
                assertThat(reply.at("/headers/retry-after").asText()).isEqualTo("5");
            }
        }
        assertThat(call("health").path("body").asText())
                .contains("\"data\":{\"build\":\"", "\"schema\":0,\"database\":\"ok\"}");
        assertThatThrownBy(() -> functions.call("sendPushMsg", JSON.createObjectNode()))
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> functions.call("sendMsgToGroup", JSON.createObjectNode()))
                .hasCauseInstanceOf(IllegalStateException.class);
        JsonNode connect = JSON.readTree(Events.connect("c1", Tokens.good("alice"), "app", "phone"));
        assertThat(functions.call("wsConnect", connect).path("statusCode").asInt())
                .isEqualTo(200);

        schema.ensureIndexes();
        clock.advance(Duration.ofSeconds(5));

        for (String method : stores.keySet()) {
            assertThat(call(method).path("statusCode").asInt()).as(method).isNotEqualTo(503);
        }
    }

    private JsonNode call(String method) throws Exception {
        return functions.call(method, JSON.readTree(Events.call(method, "alice", "{}")));
    }

    /** The methods with a URL, and whether they answer 503 here. */
    private static Map<String, Boolean> methods() throws IOException {
        Map<String, Boolean> methods = new TreeMap<>();
        try (Stream<Path> folders = Files.list(Path.of("..", "..", "functions"))) {
            for (Path file : folders.map(folder -> folder.resolve("api.yaml"))
                    .filter(Files::exists)
                    .toList()) {
                String text = Files.readString(file);
                Matcher method = METHOD.matcher(text);
                assertThat(method.find()).isTrue();
                methods.put(method.group(1), text.contains("\nstores: true\n") || text.contains("\naccess: open\n"));
            }
        }
        return methods;
    }
}
