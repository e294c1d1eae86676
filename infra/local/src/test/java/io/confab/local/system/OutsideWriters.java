package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import io.confab.local.trigger.TriggerFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.Document;

/** Programs that write into the database themselves, by the plain driver, while the laptop's pump runs (docs/triggers.md). */
final class OutsideWriters {
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final Confab confab;
    private final MongoDatabase database;

    OutsideWriters(Confab confab, MongoDatabase database) {
        this.confab = confab;
        this.database = database;
    }

    private static Duration tookUntil(Callable<Boolean> isSeen) {
        return Promptness.of(() -> await().pollInterval(Duration.ofMillis(20)).until(isSeen));
    }

    /** An invite without anything that Confab adds, under an id of the driver's choice. */
    void insertAnInvite() {
        Promptness.assertWithin(A_SECOND, this::insertOneInvite);
    }

    private Duration insertOneInvite() {
        Account ada = confab.register("Ada");
        Account ben = confab.register("Ben");
        Device bens = confab.connect(ben.onDevice("watch"));
        long now = System.currentTimeMillis();
        database.getCollection("uni-im-friend-invite")
                .insertOne(new Document("from_uid", ada.uid())
                        .append("to_uid", ben.uid())
                        .append("message", "from a script")
                        .append("state", 0)
                        .append("creat_time", now)
                        .append("update_time", now));
        Duration took = tookUntil(() -> bens.payloads("uni-im-notification").size() == 1);
        JsonNode invites =
                confab.call(ben, "getFriendInviteList", Map.of("state", 0)).data();
        assertThat(invites).hasSize(1);
        String id = invites.get(0).path("_id").asText();
        assertThat(bens.payloads("uni-im-notification").get(0).at("/data/_id").asText())
                .isEqualTo(id);
        confab.call(ben, "handleFriendInvite", Map.of("_id", id, "state", 100)).data();
        assertThat(confab.call(ada, "getFriendList", Map.of()).data()).hasSize(1);
        // Both paths tell Ben that Ada is his friend.
        confab.awaitQuiet();
        await().during(A_SECOND).untilAsserted(() -> assertThat(bens.payloads("uni-im-notification"))
                .filteredOn(payload -> payload.path("subType").asText().equals("uni-im-friend-add"))
                .hasSize(1));
        return took;
    }

    /** A revocation and a ban that set one field. */
    void revokeAndBan() {
        Promptness.assertWithin(A_SECOND, this::revokeAndBanOne);
    }

    /** Returns the time of the slower one. */
    private Duration revokeAndBanOne() {
        Account ada = confab.register("Ada");
        Account ben = confab.register("Ben");
        Device bens = confab.connect(ben.onDevice("watch"));
        JsonNode message = confab.sendText(ada, ben, "oops");
        String messageId = message.path("_id").asText();
        set("uni-im-msg", messageId, "is_revoke", true);
        Duration revoked = tookUntil(() -> bens.payloads("uni-im-revoke-msg").size() == 1);
        JsonNode conversation =
                confab.call(ben, "getConversationList", Map.of()).data().get(0);
        assertThat(conversation.path("unread_count").asInt()).isZero();
        assertThat(conversation.path("last_msg_note").asText()).isEqualTo("[消息已被撤回]");

        set("uni-id-users", ben.uid(), "status", 1);
        Duration banned = tookUntil(() -> bens.framesOf("bye").size() == 1);
        set("uni-id-users", ben.uid(), "status", 0);
        assertThat(confab.call(ben, "getFriendList", Map.of()).status()).isEqualTo(401);
        return revoked.compareTo(banned) > 0 ? revoked : banned;
    }

    /** A message, a friend, a member in the inbox. */
    void useTheInbox() {
        Promptness.assertWithin(A_SECOND, this::useTheInboxOnce);
    }

    private Duration useTheInboxOnce() {
        Account ada = confab.register("Ada");
        Account ben = confab.register("Ben");
        Device bens = confab.connect(ben.onDevice("watch"));
        inbox(
                "message",
                new Document("from_uid", ada.uid())
                        .append("to_uid", ben.uid())
                        .append("type", "text")
                        .append("body", "from a script")
                        .append("appId", Account.APP));
        Duration took = tookUntil(() -> bens.payloads("uni-im").size() == 1);
        JsonNode conversation =
                confab.call(ben, "getConversationList", Map.of()).data().get(0);
        assertThat(conversation.path("unread_count").asInt()).isEqualTo(1);
        assertThat(conversation.path("last_msg_note").asText()).isEqualTo("from a script");
        assertThat(bens.payloads("uni-im").get(0).at("/data/seq").asInt()).isEqualTo(1);
        inbox("friend", new Document("user_id", ada.uid()).append("friend_uid", ben.uid()));
        await().untilAsserted(() ->
                assertThat(confab.call(ben, "getFriendList", Map.of()).data()).hasSize(1));
        return took;
    }

    private void inbox(String kind, Document document) {
        database.getCollection("confab-inbox").insertOne(new Document("kind", kind).append("document", document));
    }

    private void set(String collection, String id, String field, Object value) {
        assertThat(database.getCollection(collection)
                        .updateOne(new Document("_id", id), new Document("$set", new Document(field, value)))
                        .getModifiedCount())
                .isEqualTo(1);
    }

    /** Counts the events of one change until nothing follows any more; those of plain messages are none. */
    void countEvents() {
        Account ada = confab.register("Ada");
        Account ben = confab.register("Ben");
        confab.sendText(ada, ben, "first");
        String groupId = confab.group(ada, ben);
        confab.awaitQuiet();
        try (MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> events = database.watch(
                        TriggerFilter.pipeline(), BsonDocument.class)
                .maxAwaitTime(500, TimeUnit.MILLISECONDS)
                .cursor()) {
            drain(events);
            confab.sendText(ada, ben, "plain");
            confab.sendTextToGroup(ada, groupId, "plain");
            confab.call(ben, "clearUnreadCount", Map.of("conversation_id", "group_" + groupId));
            confab.awaitQuiet();
            assertThat(drain(events)).isEmpty();

            set("uni-im-group", groupId, "name", "Walkers");
            List<ChangeStreamDocument<BsonDocument>> followed = drain(events);
            assertThat(followed).hasSizeBetween(1, 3);
            assertThat(drain(events)).isEmpty();
        }
    }

    /** All events that come until none has come for a second. */
    private static List<ChangeStreamDocument<BsonDocument>> drain(
            MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> events) {
        List<ChangeStreamDocument<BsonDocument>> all = new ArrayList<>();
        for (int silent = 0; silent < 3; ) {
            ChangeStreamDocument<BsonDocument> event = events.tryNext();
            if (event == null) {
                silent++;
            } else {
                all.add(event);
            }
        }
        return all;
    }
}
