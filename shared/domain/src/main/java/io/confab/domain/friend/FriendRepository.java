package io.confab.domain.friend;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.CountOptions;
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
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.conversions.Bson;

/** Reads and writes {@code uni-im-friend}. Every method is one database command. */
@Singleton
public class FriendRepository extends Repository<Friend> {
    public static final List<Index> INDEXES = List.of(
            Index.unique(Friend.COLLECTION, "friend_key", "whether two are friends"),
            Index.of(Friend.COLLECTION, "getFriendList; how many friends one has", "user_id", "-create_time", "-_id"),
            Index.of(Friend.COLLECTION, "removals that a crash left unfinished", "removing"),
            Index.expiring(Friend.COLLECTION, "expire_at", "deletes what a removal has marked"));

    private static final Bson ALIVE = eq("deleted", null);

    /** Maximum number that one call completes; a later call finds the others. */
    private static final int MAX_REMOVING = 100;

    FriendRepository() {
        super(new Panache());
    }

    private static final class Panache implements PanacheMongoRepositoryBase<Friend, String> {}

    /** Whether {@code uid} has {@code otherUid} as a friend. */
    public boolean areFriends(String uid, String otherUid) {
        return findOne(uid, otherUid).isPresent();
    }

    /** A user's friend. */
    Optional<Friend> findOne(String uid, String friendUid) {
        return first(eq("friend_key", Friend.key(uid, friendUid))).filter(friend -> !friend.isDeleted());
    }

    /** The documents of both directions that exist, including marked ones. */
    List<Friend> findPair(String uid, String otherUid) {
        return list(pair(uid, otherUid), 2);
    }

    Page<Friend> findPage(String uid, NewestFirst page) {
        return page.read(
                plain(),
                and(eq("user_id", uid), ALIVE),
                "create_time",
                friend -> friend.createTime,
                friend -> friend.id);
    }

    /** How many friends a user has, counted up to a maximum. */
    int count(String uid, int bound) {
        return (int) plain().countDocuments(and(eq("user_id", uid), ALIVE), new CountOptions().limit(bound));
    }

    /** Deletes the documents that earlier removals of the two have marked; never those of this time or later. */
    void deleteMarked(String uid, String otherUid, long acceptTime) {
        durable().deleteMany(and(pair(uid, otherUid), eq("deleted", true), lt("create_time", acceptTime)));
    }

    /**
     * Creates the documents of both directions that are missing. Existing ones stay, including a marked one, which is later
     * than the call.
     */
    void insertMissing(String uid, String otherUid, long acceptTime) {
        List<WriteModel<Friend>> writes =
                List.of(missing(uid, otherUid, acceptTime), missing(otherUid, uid, acceptTime));
        DuplicateKeys.retry(() -> durable().bulkWrite(writes, new BulkWriteOptions().ordered(false)));
    }

    /** Marks both directions deleted, which ends the friendship, once. */
    void markDeleted(String uid, String otherUid, long hideSeq, long now) {
        durable()
                .updateMany(
                        and(pair(uid, otherUid), ALIVE),
                        combine(
                                set("deleted", true),
                                set("update_time", now),
                                set("hide_seq", hideSeq),
                                set("removing", List.of(uid, otherUid))));
    }

    /** The marked documents of removals that concern a user and are not completely carried out. */
    List<Friend> findRemoving(String uid) {
        return firstOf(plain().find(eq("removing", uid)), MAX_REMOVING);
    }

    /** Records that a removal is completely carried out, so that its documents may expire. */
    void finishRemoval(List<String> ids, Date expireAt) {
        durable().updateMany(in("_id", ids), combine(unset("removing"), set("expire_at", expireAt)));
    }

    /** Changes a friend; an empty name is removed. False if there is no such friend. */
    boolean update(String uid, String friendUid, Optional<String> mark, Optional<String> className) {
        List<Bson> changes = new ArrayList<>();
        mark.ifPresent(value -> changes.add(name("mark", value)));
        className.ifPresent(value -> changes.add(name("class_name", value)));
        MongoCollection<Friend> friends = durable();
        return friends.updateOne(and(eq("friend_key", Friend.key(uid, friendUid)), ALIVE), combine(changes))
                        .getMatchedCount()
                == 1;
    }

    private static Bson name(String field, String value) {
        return value.isEmpty() ? unset(field) : set(field, value);
    }

    private static Bson pair(String uid, String otherUid) {
        return in("friend_key", Friend.key(uid, otherUid), Friend.key(otherUid, uid));
    }

    private static UpdateOneModel<Friend> missing(String uid, String friendUid, long acceptTime) {
        return new UpdateOneModel<>(
                eq("friend_key", Friend.key(uid, friendUid)),
                combine(
                        setOnInsert("_id", Friend.id(uid, friendUid, acceptTime)),
                        setOnInsert("user_id", uid),
                        setOnInsert("friend_uid", friendUid),
                        setOnInsert("create_time", acceptTime)),
                new UpdateOptions().upsert(true));
    }
}
