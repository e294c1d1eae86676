package io.confab.bench.ratio;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Sending a text in a single chat with the replaced pattern: six commands, one after the other, with writes that wait for a
 * majority. Only the database commands: no HTTP, no token, no push.
 */
final class OriginalSend {
    private final OriginalStore store;
    private final MongoCollection<Document> conversations;
    private final MongoCollection<Document> messages;

    OriginalSend(OriginalStore store) {
        this.store = store;
        this.conversations = store.conversations().withWriteConcern(WriteConcern.MAJORITY);
        this.messages = store.messages().withWriteConcern(WriteConcern.MAJORITY);
    }

    Runnable run() {
        send(System.currentTimeMillis(), "message");
        return () -> {};
    }

    private void send(long now, String body) {
        int number = 0;
        String id = OriginalStore.conversationId(number);
        String sender = OriginalStore.peer(number);
        if (conversations.find(and(eq("user_id", sender), eq("id", id))).first() == null) {
            throw new IllegalStateException("no conversation " + id);
        }
        Bson head = Updates.combine(Updates.set("last_msg_note", body), Updates.set("update_time", now));
        conversations.updateOne(and(eq("user_id", sender), eq("id", id)), head);
        conversations.updateOne(
                and(eq("user_id", OriginalStore.OWNER), eq("id", id)),
                Updates.combine(head, Updates.inc("unread_count", 1)));
        messages.insertOne(OriginalStore.message(number, now, body));
        store.users()
                .find(eq("_id", sender))
                .projection(Projections.include("nickname", "avatar_file"))
                .first();
        store.devices()
                .find(and(eq("user_id", OriginalStore.OWNER), gt("token_expired", now)))
                .into(new ArrayList<>());
    }
}
