package io.confab.domain.conversation;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.confab.domain.message.Message;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.bson.conversions.Bson;

/**
 * Writes the heads of single chats, on both sides, one database command each. A group's head is written by {@code
 * GroupRepository}.
 *
 * <p>The writes are guarded by {@code last_seq} and wait for one server only: if such a write is lost, the head is behind, and
 * the next read corrects it.
 */
@Singleton
class HeadRepository extends SideRepository {

    /**
     * Moves a single chat's head forward to {@code message}, on both sides, unless it is there already. If the message is
     * revoked, the preview is replaced even if the head is there already.
     *
     * <p>The side that must count it is marked by the same write: the receiver's; the sender's own only if its head passes over
     * messages that the other user may have sent.
     *
     * @param changeTime when this changes what lists show, which it does too if the message is revoked
     */
    void advance(Message message, String note, long changeTime) {
        Bson head = combine(
                set("last_seq", message.seq),
                set("last_n", message.n),
                set("last_own_n", message.ownN),
                set("last_from_uid", message.fromUid),
                set("update_time", message.createTime),
                set("last_msg_note", note),
                max("last_time", message.updateTime),
                max(CHANGE_TIME, changeTime),
                set(SHOWN, true));
        List<WriteModel<Conversation>> writes = new ArrayList<>();
        writes.add(new UpdateManyModel<>(and(sendersSide(message), eq("last_seq", message.seq - 1)), head));
        writes.add(new UpdateManyModel<>(
                and(bothSides(message), lt("last_seq", message.seq)), combine(head, set(COUNTED, true))));
        if (message.revoked) {
            writes.add(new UpdateManyModel<>(
                    and(bothSides(message), eq("last_seq", message.seq)), set("last_msg_note", note)));
            writes.add(new UpdateManyModel<>(bothSides(message), max(CHANGE_TIME, changeTime)));
        }
        for (String uid : message.callUid == null ? List.<String>of() : message.callUid) {
            writes.add(new UpdateOneModel<>(
                    eq("user_key", Conversation.userKey(uid, message.conversationId)),
                    max("mentioned_seq", message.seq)));
        }
        updateOnly(writes);
    }

    /** Records, before it happens, that a message of a single chat will be revoked. */
    void announceRevoke(Message message, long time) {
        quick().updateMany(bothSides(message), combine(max("revoke_seq", message.seq), max("last_time", time)));
    }

    private static Bson sendersSide(Message message) {
        return eq("user_key", Conversation.userKey(message.fromUid, message.conversationId));
    }

    private static Bson bothSides(Message message) {
        return in(
                "user_key",
                Conversation.userKey(message.fromUid, message.conversationId),
                Conversation.userKey(message.toUid, message.conversationId));
    }
}
