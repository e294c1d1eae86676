package io.confab.functions;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import io.confab.domain.storage.Schema;
import io.confab.testing.Events;
import io.confab.testing.MongoCommands;
import io.confab.testing.Tokens;
import io.confab.testing.Users;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SendMsgFunctionTest {
    @Inject
    MongoClient mongo;

    @Inject
    Schema schema;

    @Inject
    MongoCommands commands;

    @ConfigProperty(name = "quarkus.mongodb.database")
    String database;

    @BeforeEach
    void people() {
        mongo.getDatabase(database).drop();
        schema.ensureIndexes();
        new Users(mongo.getDatabase(database)).add("alice", "bob");
    }

    private static io.restassured.path.json.JsonPath call(String event) {
        var response = given().contentType("application/json")
                .body(event)
                .post("/")
                .then()
                .extract();
        System.out.println(response.statusCode() + " " + response.asString());
        return io.restassured.path.json.JsonPath.from(response.path("body").toString());
    }

    @Test
    void sendMsg_textToUser_isNumbered() {
        for (int i = 1; i < 4; i++) {
            commands.reset();
            var reply = call(Events.call("sendMsg")
                    .token(Tokens.good("alice"))
                    .client("app", "dev", "web")
                    .body(Map.of("to_uid", "bob", "type", "text", "body", "hi", "appId", "app", "unique_id", "u" + i))
                    .json());
            System.out.println(commands.commands());
            assertThat(reply.getInt("data.seq")).isEqualTo(i);
        }
        commands.reset();
        var again = call(Events.call("sendMsg")
                .token(Tokens.good("alice"))
                .client("app", "dev", "web")
                .body(Map.of("to_uid", "bob", "type", "text", "body", "hi", "appId", "app", "unique_id", "u1"))
                .json());
        assertThat(again.getInt("data.seq")).isEqualTo(1);
        System.out.println(commands.commands());
        call(Events.call("sendMsg")
                .token(Tokens.expired("alice"))
                .body(Map.of("to_uid", "bob"))
                .json());
        call(Events.call("sendMsg")
                .token(Tokens.unsigned("alice"))
                .body(Map.of("to_uid", "bob"))
                .json());
        call(Events.call("sendMsg")
                .token(Tokens.good("alice"))
                .body("{\"to_uid\":{\"$gt\":\"\"}}")
                .json());
    }
}
