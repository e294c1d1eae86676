package io.confab.domain.conversation;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import io.confab.domain.ids.Ids;
import io.confab.domain.storage.Repository;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import java.util.ArrayList;
import java.util.List;
import org.bson.conversions.Bson;

/** What the repositories share that read and write sides: {@code uni-im-conversation}. */
public abstract class SideRepository extends Repository<Conversation> {
    static final String HIDDEN_AT_SEQ = "hidden_at_seq";
    static final String SHOWN = "shown";
    static final String COUNTED = "counted";
    static final String CHANGE_TIME = "change_time";

    protected SideRepository() {
        super(new Panache());
    }

    private static final class Panache implements PanacheMongoRepositoryBase<Conversation, String> {}

    /** Creates a user's side of a single chat if it is missing. */
    protected static WriteModel<Conversation> single(String conversationId, String uid, String otherUid, long now) {
        return insertOnce(
                uid,
                conversationId,
                Conversation.SINGLE,
                now,
                setOnInsert(CHANGE_TIME, now),
                setOnInsert("friend_uid", otherUid),
                setOnInsert("update_time", now),
                setOnInsert("last_seq", 0L),
                setOnInsert("last_n", 0L),
                setOnInsert("last_own_n", 0L),
                setOnInsert("read_seq", 0L),
                setOnInsert("read_n", 0L),
                setOnInsert(SHOWN, false),
                setOnInsert(COUNTED, true));
    }

    /** Creates a user's side if it is missing. */
    static WriteModel<Conversation> insertOnce(String uid, String conversationId, int type, long now, Bson... more) {
        List<Bson> fields = new ArrayList<>(List.of(
                setOnInsert("_id", Ids.next()),
                setOnInsert("id", conversationId),
                setOnInsert("type", type),
                setOnInsert("user_id", uid),
                setOnInsert("create_time", now),
                setOnInsert(HIDDEN_AT_SEQ, 0L)));
        fields.addAll(List.of(more));
        return new UpdateOneModel<>(
                eq("user_key", Conversation.userKey(uid, conversationId)),
                combine(fields),
                new UpdateOptions().upsert(true));
    }
}
