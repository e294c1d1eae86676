package io.confab.domain.message;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.addToSet;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOneModel;
import io.confab.domain.storage.Index;
import io.confab.domain.storage.Repository;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;

/** Reads and writes {@code uni-im-msg}. Every method is one database command. */
@Singleton
public class MessageRepository extends Repository<Message> {
    public static final List<Index> INDEXES = List.of(
            Index.unique(
                    Message.COLLECTION,
                    "seq_key",
                    "the commit point of a number; pages of history and newest messages"),
            Index.unique(Message.COLLECTION, "send_key", "a repeated send is stored once"),
            Index.of(
                    Message.COLLECTION,
                    "newest messages; getMsgList by creation time",
                    "conversation_id",
                    "create_time",
                    "seq"),
            Index.of(Message.COLLECTION, "getMsgList by change time", "conversation_id", "update_time", "seq"),
            Index.of(
                    Message.COLLECTION,
                    "own, revoked and mentioning messages above a read mark",
                    "unread_keys",
                    "seq"));

    private static final BsonDocument EMPTY = new BsonDocument();

    MessageRepository() {
        super(new Panache());
    }

    private static final class Panache implements PanacheMongoRepositoryBase<Message, String> {}

    /** Inserts durably: acknowledged by a majority. Whether it is stored if this fails is found by its {@code send_key}. */
    void insert(Message message) {
        insertOnly(message);
    }

    /** The message of this (sender, unique id), if a majority holds it. */
    Optional<Message> findBySendKey(String sendKey) {
        return Optional.ofNullable(settled().find(eq("send_key", sendKey)).first());
    }

    /** The messages with these numbers, in no particular order. */
    public List<Message> findBySeqs(String conversationId, long firstSeq, long lastSeq) {
        return findBySeqKeys(seqKeys(conversationId, firstSeq, lastSeq));
    }

    /** As {@link #findBySeqs}, with only the fields that say which message has which number. */
    List<Message> findPlaces(String conversationId, long firstSeq, long lastSeq) {
        List<String> keys = seqKeys(conversationId, firstSeq, lastSeq);
        return list(
                plain().find(in("seq_key", keys))
                        .projection(Projections.include(
                                "seq", "send_key", "n", "own_n", "from_uid", "group_id", "create_time", "rate_time")),
                keys.size());
    }

    /** Those of the given messages that exist, with only their ids and {@code send_key}s, in no particular order. */
    List<Message> findSendKeys(Collection<String> ids) {
        return list(plain().find(in("_id", ids)).projection(Projections.include("send_key")), ids.size());
    }

    /** The messages with these {@code seq_key}s, in no particular order; nothing is read for an empty list. */
    public List<Message> findBySeqKeys(Collection<String> seqKeys) {
        if (seqKeys.isEmpty()) {
            return List.of();
        }
        return list(in("seq_key", seqKeys), seqKeys.size());
    }

    /** The newest message: the one with the largest number, which also has the latest creation time. */
    public Optional<Message> findNewest(String conversationId) {
        return findNewest(conversationId, 1).stream().findFirst();
    }

    public Optional<Message> findOne(String id) {
        return byId(id);
    }

    /** Those of the messages that exist, in no particular order. */
    public List<Message> findAll(Collection<String> ids) {
        return byIds(ids);
    }

    /** The messages of these (sender, unique id) pairs that a majority holds, in no particular order. */
    List<Message> findBySendKeys(Collection<String> sendKeys) {
        return list(settled().find(in("send_key", sendKeys)), sendKeys.size());
    }

    /** As {@link #findBySeqs}, with only the messages that a majority holds: their numbers are final. */
    public List<Message> findSettledBySeqs(String conversationId, long firstSeq, long lastSeq) {
        List<String> keys = seqKeys(conversationId, firstSeq, lastSeq);
        return list(settled().find(in("seq_key", keys)), keys.size());
    }

    /** Those of the messages with these {@code seq_key}s that a majority holds and that are wanted; others are not kept. */
    public List<Message> findSettled(Collection<String> seqKeys, Predicate<Message> wanted) {
        List<Message> found = new ArrayList<>();
        for (Message message : settled().find(in("seq_key", seqKeys)).batchSize(seqKeys.size() + 1)) {
            if (wanted.test(message)) {
                found.add(message);
            }
        }
        return found;
    }

    private static List<String> seqKeys(String conversationId, long firstSeq, long lastSeq) {
        return LongStream.rangeClosed(Math.max(1, firstSeq), lastSeq)
                .mapToObj(seq -> Message.seqKey(conversationId, seq))
                .toList();
    }

    /** A page by creation time: older ones newest first, or newer ones oldest first; bounds exclusive. */
    public List<Message> findByCreateTime(String conversationId, Long after, Long before, int limit) {
        Bson bound = after != null ? gt("create_time", after) : lt("create_time", before);
        Bson order = after != null ? ascending("create_time", "seq") : descending("create_time", "seq");
        return firstOf(
                plain().find(and(eq("conversation_id", conversationId), bound)).sort(order), limit);
    }

    /** Messages changed since a time and number (at that time with a larger number, or later), in the order of their change. */
    public List<Message> findChangedSince(String conversationId, long updateTime, long afterSeq, int limit) {
        return firstOf(
                plain().find(and(
                                eq("conversation_id", conversationId),
                                gte("update_time", updateTime),
                                or(gt("update_time", updateTime), gt("seq", afterSeq))))
                        .sort(ascending("update_time", "seq")),
                limit);
    }

    /** The newest messages, newest first. */
    public List<Message> findNewest(String conversationId, int limit) {
        return firstOf(
                plain().find(eq("conversation_id", conversationId)).sort(descending("create_time", "seq")), limit);
    }

    /**
     * Marks the message as revoked; returns it as it is afterwards, or empty if it was revoked already.
     *
     * @param deviceId from which {@code revokeUid} revokes it, if that is known
     */
    public Optional<Message> revoke(Message message, String revokeUid, Optional<String> deviceId, long updateTime) {
        List<Bson> updates = new ArrayList<>(List.of(
                set("is_revoke", true),
                set("revoke_uid", revokeUid),
                set("update_time", updateTime),
                addToSet("unread_keys", UnreadKeys.revoked(message.conversationId))));
        deviceId.ifPresent(id -> updates.add(set("revoke_device_id", id)));
        return Optional.ofNullable(durable()
                .findOneAndUpdate(
                        and(eq("_id", message.id), ne("is_revoke", true)),
                        combine(updates),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)));
    }

    /** Stores what belongs to a revoked message of which another program has only set {@code is_revoke}. */
    public void completeRevoke(Message message, long updateTime) {
        String revoked = UnreadKeys.revoked(message.conversationId);
        durable()
                .updateOne(
                        and(eq("_id", message.id), eq("is_revoke", true), ne("unread_keys", revoked)),
                        combine(set("update_time", updateTime), addToSet("unread_keys", revoked)));
    }

    /**
     * Starts a hop of the message's fan-out, under a lease kept on the message itself; false if the hop is finished or another
     * run has it, if the message is unknown, or if it is revoked and {@code unlessRevoked} is true.
     *
     * @param hop a field name
     */
    public boolean startHop(String id, String hop, boolean unlessRevoked, long now, long leaseUntil) {
        String lease = "hops." + hop + ".lease_until";
        String done = "hops." + hop + ".done";
        Bson free = and(eq("_id", id), ne(done, true), or(exists(lease, false), lte(lease, now)));
        return durable()
                        .updateOne(unlessRevoked ? and(free, ne("is_revoke", true)) : free, set(lease, leaseUntil))
                        .getModifiedCount()
                == 1;
    }

    /** Marks a hop as finished. */
    public void finishHop(String id, String hop) {
        updateOnly(List.of(new UpdateOneModel<>(eq("_id", id), set("hops." + hop + ".done", true))));
    }

    /** Why a hop could not be started. */
    public record HopState(boolean revoked, boolean done) {}

    /** The state of a hop; empty when the message is unknown. */
    public Optional<HopState> findHop(String id, String hop) {
        RawBsonDocument found = plain().withDocumentClass(RawBsonDocument.class)
                .find(eq("_id", id))
                .projection(Projections.include("is_revoke", "hops." + hop))
                .first();
        return Optional.ofNullable(found)
                .map(message -> new HopState(
                        message.getBoolean("is_revoke", BsonBoolean.FALSE).getValue(),
                        message.getDocument("hops", EMPTY)
                                .getDocument(hop, EMPTY)
                                .containsKey("done")));
    }
}
