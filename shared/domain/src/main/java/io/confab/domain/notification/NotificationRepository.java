package io.confab.domain.notification;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.nin;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import io.confab.domain.page.Page;
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Index;
import io.confab.domain.storage.NewestFirst;
import io.confab.domain.storage.Repository;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bson.conversions.Bson;

/** Reads and writes {@code uni-im-notification}. Every method is one database command. */
@Singleton
public class NotificationRepository extends Repository<Notification> {
    public static final List<Index> INDEXES = List.of(
            Index.unique(Notification.COLLECTION, "unique_key", "a notification replaces its predecessor"),
            Index.of(Notification.COLLECTION, "getNotificationList", "user_id", "-create_time", "-_id"),
            Index.of(
                    Notification.COLLECTION,
                    "getNotificationList by type",
                    "user_id",
                    "payload.subType",
                    "-create_time",
                    "-_id"),
            Index.of(Notification.COLLECTION, "unread notifications", "user_id", "is_read", "payload.subType"),
            Index.of(Notification.COLLECTION, "answered join requests", "payload.unique", "payload.subType"));

    private static final String SUB_TYPE = "payload.subType";
    private static final String ABOUT_TIME = "about_time";
    private static final String UNIQUE = "payload.unique";

    NotificationRepository() {
        super(new Panache());
    }

    private static final class Panache implements PanacheMongoRepositoryBase<Notification, String> {}

    /**
     * Stores each notification, in place of one with the same {@code unique_key}, which keeps its id and is unread again. One
     * that tells the same state of its document, or a later one, stays as it is.
     */
    void putAll(List<Notification> notifications) {
        List<WriteModel<Notification>> writes = notifications.stream()
                .<WriteModel<Notification>>map(NotificationRepository::put)
                .toList();
        try {
            DuplicateKeys.retry(() -> durable().bulkWrite(writes, new BulkWriteOptions().ordered(false)));
        } catch (RuntimeException e) {
            boolean someStay = notifications.stream().anyMatch(notification -> notification.aboutTime != null);
            if (!someStay || !DuplicateKeys.isCauseOf(e)) {
                throw e;
            }
        }
    }

    /** The ids under which notifications are stored, by {@code unique_key}. */
    Map<String, String> findIds(List<String> uniqueKeys) {
        return list(
                        plain().find(in("unique_key", uniqueKeys)).projection(Projections.include("unique_key")),
                        uniqueKeys.size())
                .stream()
                .collect(Collectors.toMap(stored -> stored.uniqueKey, stored -> stored.id));
    }

    Page<Notification> findPage(String uid, NotificationFilter filter, NewestFirst page) {
        return page.read(
                plain(),
                matching(eq("user_id", uid), filter),
                "create_time",
                notification -> notification.createTime,
                notification -> notification.id);
    }

    /** How many are unread, counted up to a maximum. */
    long countUnread(String uid, NotificationFilter filter, int bound) {
        return plain().countDocuments(
                        matching(and(eq("user_id", uid), eq("is_read", false)), filter),
                        new CountOptions().limit(bound));
    }

    /** Writes the result into all users' notifications about these things, and marks them as read. */
    public void answer(String subType, Collection<String> uniques, String state) {
        durable()
                .updateMany(
                        and(in(UNIQUE, uniques), eq(SUB_TYPE, subType)),
                        combine(set("payload.state", state), set("is_read", true)));
    }

    /** Changes a user's own notification; false when it is not theirs. */
    boolean update(String uid, String id, Optional<Boolean> read, Optional<String> state) {
        List<Bson> changes = new ArrayList<>();
        read.ifPresent(value -> changes.add(set("is_read", value)));
        state.ifPresent(value -> changes.add(set("payload.state", value)));
        return durable()
                        .updateOne(and(named(id), eq("user_id", uid)), combine(changes))
                        .getMatchedCount()
                == 1;
    }

    private static Bson matching(Bson own, NotificationFilter filter) {
        List<Bson> conditions = new ArrayList<>(List.of(own));
        if (!filter.types().isEmpty()) {
            conditions.add(in(SUB_TYPE, filter.types()));
        }
        if (!filter.excludedTypes().isEmpty()) {
            conditions.add(nin(SUB_TYPE, filter.excludedTypes()));
        }
        return and(conditions);
    }

    private static UpdateOneModel<Notification> put(Notification notification) {
        List<Bson> updates = new ArrayList<>(List.of(
                setOnInsert("_id", notification.id),
                set("user_id", notification.userId),
                set("title", notification.title),
                set("content", notification.content),
                set("payload", notification.payload),
                set("is_read", false),
                set("create_time", notification.createTime)));
        if (notification.aboutTime != null) {
            updates.add(set(ABOUT_TIME, notification.aboutTime));
        }
        setIfPresent(updates, "sound", notification.sound);
        setIfPresent(updates, "open_url", notification.openUrl);
        setIfPresent(updates, "path", notification.path);
        return new UpdateOneModel<>(replaced(notification), combine(updates), new UpdateOptions().upsert(true));
    }

    /** If there is one that must stay, this does not match, and the insert fails because of the unique key. */
    private static Bson replaced(Notification notification) {
        Bson same = eq("unique_key", notification.uniqueKey);
        return notification.aboutTime == null
                ? same
                : and(same, or(eq(ABOUT_TIME, null), lt(ABOUT_TIME, notification.aboutTime)));
    }

    private static void setIfPresent(List<Bson> updates, String field, String value) {
        if (value != null) {
            updates.add(set(field, value));
        }
    }
}
