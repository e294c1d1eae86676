package io.confab.migrate.load;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOneModel;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupSettings;
import io.confab.domain.json.Params;
import io.confab.domain.schema.Schema;
import io.confab.domain.schema.SideUpgrade;
import io.confab.domain.storage.FreeJson;
import io.confab.domain.text.Cut;
import io.confab.domain.text.Folding;
import io.confab.domain.text.Names;
import io.confab.domain.user.Nickname;
import io.confab.domain.user.StoredPeople;
import io.confab.domain.user.User;
import io.confab.migrate.report.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * Changes what is stored to the form of this version: names, texts and avatars of users and groups within their limits, the
 * folded keys of names (docs/decisions/0032-names-are-found-by-a-folded-key.md), and the marks by which lists find conversations
 * ({@link SideUpgrade}).
 *
 * <p>Each document is changed by one write, which succeeds only if the fields are unchanged since they were read. So it may run
 * while the system is in use, twice at the same time, and again after a crash. Documents that are changed meanwhile are written
 * by this version, or are found by the next run.
 */
public final class Upgrade {
    private static final int BATCH = 100;
    private static final String AVATAR_FILE = "avatar_file";

    private final MongoDatabase database;
    private final Progress progress;

    public Upgrade(MongoDatabase database, Progress progress) {
        this.database = database;
        this.progress = progress;
    }

    /** The value that each field should have; null if the field should be absent. */
    private interface Wanted extends Function<BsonDocument, Map<String, String>> {}

    /** Changes all documents that need it; returns the number of changed documents, by collection. */
    public Map<String, Long> run() {
        Schema.ensureIndexes(database);
        Map<String, Long> changed = new LinkedHashMap<>();
        changed.put(
                User.COLLECTION,
                upgrade(
                        User.COLLECTION,
                        List.of("username", "nickname", "folded_username", "folded_nickname"),
                        Upgrade::user));
        changed.put(
                Group.COLLECTION,
                upgrade(Group.COLLECTION, List.of("name", "introduction", "folded_name"), Upgrade::group));
        progress.begin("upgrade " + Conversation.COLLECTION);
        changed.put(Conversation.COLLECTION, new SideUpgrade(database, progress::advance).run());
        return changed;
    }

    private static Map<String, String> user(BsonDocument user) {
        Map<String, String> wanted = new LinkedHashMap<>();
        String username = text(user, "username").orElse("");
        String nickname = Names.shown(text(user, "nickname").orElse(""), Nickname.MAX_LENGTH);
        wanted.put("nickname", nickname);
        wanted.put("folded_username", Cut.first(Folding.key(username), Params.MAX_STRING));
        wanted.put("folded_nickname", Folding.key(nickname));
        return wanted;
    }

    private static Map<String, String> group(BsonDocument group) {
        Map<String, String> wanted = new LinkedHashMap<>();
        String name = Names.shown(text(group, "name").orElse(""), GroupSettings.MAX_NAME);
        wanted.put("name", name);
        wanted.put("folded_name", Folding.key(name));
        wanted.put("introduction", Cut.first(text(group, "introduction").orElse(""), GroupSettings.MAX_INTRODUCTION));
        return wanted;
    }

    private long upgrade(String collection, List<String> fields, Wanted wanted) {
        progress.begin("upgrade " + collection);
        MongoCollection<BsonDocument> documents =
                database.getCollection(collection, BsonDocument.class).withWriteConcern(WriteConcern.MAJORITY);
        List<UpdateOneModel<BsonDocument>> writes = new ArrayList<>();
        long changed = 0;
        for (BsonDocument document : documents
                .find()
                .projection(Projections.fields(Projections.include(fields), Projections.include(AVATAR_FILE)))
                .batchSize(BATCH)) {
            progress.advance();
            write(document, wanted.apply(document)).ifPresent(writes::add);
            if (writes.size() == BATCH) {
                changed += store(documents, writes);
            }
        }
        return changed + store(documents, writes);
    }

    private static long store(MongoCollection<BsonDocument> documents, List<UpdateOneModel<BsonDocument>> writes) {
        if (writes.isEmpty()) {
            return 0;
        }
        long changed = documents
                .bulkWrite(writes, new BulkWriteOptions().ordered(false))
                .getModifiedCount();
        writes.clear();
        return changed;
    }

    private static Optional<UpdateOneModel<BsonDocument>> write(BsonDocument document, Map<String, String> wanted) {
        List<Bson> changes = new ArrayList<>();
        wanted.forEach((field, value) -> {
            if (!Objects.equals(text(document, field).orElse(""), value)) {
                changes.add(value.isEmpty() ? unset(field) : set(field, value));
            }
        });
        if (document.containsKey(AVATAR_FILE) && !isGoodAvatar(document)) {
            changes.add(unset(AVATAR_FILE));
        }
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        List<Bson> seen = new ArrayList<>(List.of(eq("_id", document.get("_id"))));
        wanted.keySet().forEach(field -> seen.add(eq(field, document.getOrDefault(field, BsonNull.VALUE))));
        seen.add(eq(AVATAR_FILE, document.getOrDefault(AVATAR_FILE, BsonNull.VALUE)));
        return Optional.of(new UpdateOneModel<>(and(seen), combine(changes)));
    }

    /** The same rule as for replies: an avatar that replies leave out is removed here. */
    private static boolean isGoodAvatar(BsonDocument document) {
        var json = FreeJson.toJson(new BsonDocument(AVATAR_FILE, document.get(AVATAR_FILE)));
        StoredPeople.bound(json);
        return json.has(AVATAR_FILE);
    }

    private static Optional<String> text(BsonDocument document, String field) {
        return Optional.ofNullable(document.get(field))
                .filter(BsonValue::isString)
                .map(BsonValue::asString)
                .map(BsonString::getValue);
    }
}
