package io.confab.domain.readers;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.not;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Sorts.ascending;

import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.SideRepository;
import io.confab.domain.message.Message;
import io.confab.domain.storage.Index;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.bson.conversions.Bson;

/** Reads the marks of everyone in a conversation. Every method is one database command. */
@Singleton
public class ReaderRepository extends SideRepository {
    public static final List<Index> INDEXES =
            List.of(Index.of(Conversation.COLLECTION, "getMsgReaders", "id", "read_seq", "user_id"));

    /** Where a page continues: after this mark and user. */
    record Place(long readSeq, String uid) {}

    /**
     * The sides of users who were members when the message was sent and whose read mark of that stay has reached it, or has
     * not.
     */
    List<Conversation> find(Message message, boolean read, Optional<Place> after, int limit) {
        Bson audience = audience(message, read);
        return firstOf(
                plain().find(after.map(place -> and(audience, behind(place))).orElse(audience))
                        .sort(ascending("read_seq", "user_id")),
                limit);
    }

    long count(Message message, boolean read) {
        return count(audience(message, read));
    }

    /**
     * A user who joined later has a {@code join_seq} that is not smaller; one who had left before has a {@code leave_seq} that
     * is smaller. A user who left and joined again since has the stay in which it was sent among the earlier ones, and a
     * present mark above it, which joining has set.
     */
    private static Bson audience(Message message, boolean read) {
        long seq = message.seq;
        Bson marked = read ? gte("read_seq", seq) : lt("read_seq", seq);
        Bson stayedOn = and(marked, not(gte("join_seq", seq)), not(lt("leave_seq", seq)));
        Bson cameBack = elemMatch("stays", and(lt("join_seq", seq), gte("leave_seq", seq), marked));
        Bson others = and(eq("id", message.conversationId), ne("user_id", message.fromUid), or(stayedOn, cameBack));
        return read ? and(others, marked) : others;
    }

    private static Bson behind(Place place) {
        return and(gte("read_seq", place.readSeq()), or(gt("read_seq", place.readSeq()), gt("user_id", place.uid())));
    }
}
