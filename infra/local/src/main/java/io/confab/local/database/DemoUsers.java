package io.confab.local.database;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.confab.domain.text.Folding;
import io.confab.domain.user.User;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import org.bson.Document;

/** Five demo users (docs/rules.md#laptop). Users that already exist are not changed. */
@Singleton
public final class DemoUsers {
    public static final List<String> NAMES = List.of("alice", "bob", "carol", "dave", "erin");

    private final LocalDatabase database;
    private final Clock clock;

    DemoUsers(LocalDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Stores the users that are missing. */
    public void insertMissing() {
        MongoCollection<Document> users = database.collection(User.COLLECTION);
        for (String name : NAMES) {
            users.updateOne(
                    eq("_id", name),
                    combine(
                            setOnInsert("username", name),
                            setOnInsert("folded_username", Folding.key(name)),
                            setOnInsert("register_date", clock.millis())),
                    new UpdateOptions().upsert(true));
        }
    }
}
