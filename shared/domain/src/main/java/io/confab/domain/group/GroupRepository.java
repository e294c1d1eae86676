package io.confab.domain.group;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.pull;
import static com.mongodb.client.model.Updates.push;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.confab.domain.message.Message;
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Index;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bson.conversions.Bson;

/** Reads and writes {@code uni-im-group}. Every method is one database command; head writes as in ConversationRepository. */
@Singleton
public class GroupRepository implements PanacheMongoRepositoryBase<Group, String> {
    public static final List<Index> INDEXES =
            List.of(Index.unique(Group.COLLECTION, "create_key", "a repeated creation makes one group"));

    public Optional<Group> findOne(String id) {
        return Optional.ofNullable(mongoCollection().find(eq("_id", id)).first());
    }

    public List<Group> findAll(Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : mongoCollection()
                        .find(in("_id", ids))
                        .batchSize(ids.size() + 1)
                        .into(new ArrayList<>());
    }

    /** Stores a new group, or returns the one that an earlier call of the same {@code create_key} made. */
    Group insertOnce(Group group) {
        try {
            mongoCollection().withWriteConcern(WriteConcern.MAJORITY).insertOne(group);
            return group;
        } catch (RuntimeException e) {
            if (!DuplicateKeys.isCauseOf(e)) {
                throw e;
            }
            return findByCreateKey(group.createKey).orElseThrow(() -> e);
        }
    }

    Optional<Group> findByCreateKey(String createKey) {
        return Optional.ofNullable(
                mongoCollection().find(eq("create_key", createKey)).first());
    }

    void promiseJoin(String groupId, Group.PendingJoin join) {
        mongoCollection()
                .withWriteConcern(WriteConcern.MAJORITY)
                .updateOne(eq("_id", groupId), push("pending_joins", join));
    }

    void forgetJoin(String groupId, String joinId) {
        heads().updateOne(eq("_id", groupId), pull("pending_joins", eq("_id", joinId)));
    }

    /** As the single chat's {@code advance}, on the group. */
    public void advance(Message message, String note) {
        List<Bson> head = new ArrayList<>(List.of(
                set("last_seq", message.seq),
                set("last_n", message.n),
                set("update_time", message.createTime),
                set("last_msg_note", note),
                max("last_time", message.updateTime)));
        if (message.rateTime != null) {
            head.add(set("rate_time", message.rateTime));
        }
        List<WriteModel<Group>> writes = new ArrayList<>();
        writes.add(new UpdateOneModel<>(and(eq("_id", message.groupId), lt("last_seq", message.seq)), combine(head)));
        if (message.revoked) {
            writes.add(new UpdateOneModel<>(
                    and(eq("_id", message.groupId), eq("last_seq", message.seq)), set("last_msg_note", note)));
        }
        heads().bulkWrite(writes);
    }

    /** Announces, before it happens, that a change of this time will be made. */
    public void announceRevoke(Message message, long time) {
        heads().updateOne(eq("_id", message.groupId), max("last_time", time));
    }

    private MongoCollection<Group> heads() {
        return mongoCollection().withWriteConcern(WriteConcern.W1);
    }
}
