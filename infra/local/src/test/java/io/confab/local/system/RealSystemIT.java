package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.confab.testing.RealMongod;
import io.confab.testing.RequiresRealMongod;
import java.nio.file.Path;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The suite on a real database server, and tests that read the database. */
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
    void inviteInsertedByAScript_reachesTheSocketWithinASecond_andCanBeAccepted() {
        new OutsideWriters(confab(), database).insertAnInvite();
    }

    @Test
    void revocationAndBanByAScript_reachTheSocketWithinASecond() {
        new OutsideWriters(confab(), database).revokeAndBan();
    }

    @Test
    void rowsOfTheInbox_areCarriedOut() {
        new OutsideWriters(confab(), database).useTheInbox();
    }

    @Test
    void eventsOfOneChange_end_andAPlainMessageCausesNone() {
        new OutsideWriters(confab(), database).countEvents();
    }

    @ParameterizedTest
    @EnumSource
    void headBehindOffThePage_becomesWhole(HeadsOffThePage.Way way) {
        new HeadsOffThePage(confab(), database).becomeWhole(way);
    }
}
