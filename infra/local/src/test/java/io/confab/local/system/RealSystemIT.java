package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.confab.testing.RealMongod;
import io.confab.testing.RequiresRealMongod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The suite on a real server, and what only a look into its database shows. */
@RequiresRealMongod
class RealSystemIT extends SystemSuite {
    private MongoClient mongo;
    private MongoDatabase database;

    @Override
    Map<String, String> prepareDatabase(Path data) {
        String server = RealMongod.required().connectionString();
        String name = "confab-system-" + Confab.unique();
        mongo = MongoClients.create(server);
        database = mongo.getDatabase(name);
        KnownUsers.insert(database);
        return Map.of("CONFAB_MONGODB_URI", server.replaceFirst("/(\\?|$)", "/" + name + "$1"));
    }

    @AfterAll
    void dropDatabase() {
        if (database != null) {
            stop();
            database.drop();
            mongo.close();
        }
    }

    @Test
    void groupMessage_toTwelveHundred_takesThreeHops() {
        // Given
        Crowd crowd = confab().crowd();

        // When
        String id = confab().sendTextToGroup(crowd.creator(), crowd.groupId(), "count the hops")
                .path("_id")
                .asText();

        // Then
        confab().awaitQuiet();
        Document message =
                database.getCollection("uni-im-msg").find(Filters.eq("_id", id)).first();
        assertThat(message).isNotNull();
        assertThat(message.get("hops", Document.class)).hasSize(3);
    }

    @Test
    void groupMessage_doNotDisturb_reachesTheOpenConnectionButNoVendor() {
        // Given
        Account sender = confab().register("Sender");
        Account quiet = confab().register("Quiet");
        Account other = confab().register("Other");
        String groupId = confab().group(sender, quiet, other);
        for (Account account : List.of(quiet, other)) {
            confab().call(account.onDevice("away"), "setPushCid", Map.of("pushClientId", "cid-" + account.uid()))
                    .data();
        }
        Device connected = confab().connect(quiet);
        database.getCollection("uni-im-group-member")
                .updateOne(Filters.eq("member_key", groupId + "#" + quiet.uid()), Updates.set("do_not_disturb", true));

        // When
        String id =
                confab().sendTextToGroup(sender, groupId, "quietly").path("_id").asText();
        String mention = confab().send(
                        sender,
                        Map.of("group_id", groupId, "type", "text", "body", "@Quiet", "call_uid", List.of(quiet.uid())))
                .path("_id")
                .asText();

        // Then
        connected.awaitMessage(id);
        connected.awaitMessage(mention);
        await().untilAsserted(() -> {
            assertThat(vendorPushes(other)).contains(id, mention);
            assertThat(vendorPushes(quiet)).contains(mention);
        });
        confab().awaitQuiet();
        assertThat(vendorPushes(quiet)).doesNotContain(id);
    }

    private List<String> vendorPushes(Account account) {
        List<JsonNode> pushes = new ArrayList<>();
        confab().developerList("offline-pushes").forEach(pushes::add);
        return pushes.stream()
                .filter(push -> push.path("user_id").asText().equals(account.uid()))
                .map(push -> push.at("/push/payload/data/_id").asText())
                .toList();
    }
}
