package io.confab.domain.conversation;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.MongoCommandException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.confab.domain.storage.Index;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.bson.conversions.Bson;

/**
 * Reads one user's sides for lists, by the marks {@link Conversation#shown} and {@link Conversation#counted}, and corrects these
 * marks (docs/decisions/0047-a-list-reads-its-page.md). Every method is one database command.
 *
 * <p>The marks may be true without need, but not false where they must be true: each write that makes one false requires, in its
 * own filter, that the head has not moved.
 */
@Singleton
public class InboxRepository extends SideRepository {
    public static final List<Index> INDEXES = List.of(
            Index.of(
                    Conversation.COLLECTION,
                    "getConversationList: a page of single chats",
                    "user_id",
                    SHOWN,
                    "-update_time",
                    "-id"),
            Index.of(Conversation.COLLECTION, "getConversationList: what unread_total counts", "user_id", COUNTED),
            Index.of(
                    Conversation.COLLECTION,
                    "getConversationList: what has changed; the heads of what changed last",
                    "user_id",
                    CHANGE_TIME,
                    "id",
                    "last_seq"));

    /**
     * Named because otherwise the server may take another index of a user's sides, which it finds as good where nearly all sides are counted, and then keep
     * it for those who have thousands that are not.
     */
    private static final Bson BY_COUNTED = ascending("user_id", COUNTED);

    /** What a server answers ({@code BadValue}) to the name of an index that does not exist. */
    private static final int NO_SUCH_INDEX = 2;

    private static final Bson WITHOUT_UNUSED = Projections.exclude("user_key", "stays", "last_msg_note", "read_time");

    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private static final String UPDATE_TIME = "update_time";

    /** The ids of single chats begin so, and come after those of groups. */
    private static final String FIRST_SINGLE_ID = "single_";

    /** How many sides one command reads where no limit is set; the server ends a batch at 16 MB anyway. */
    private static final int ALL = 100_000;

    /**
     * Where single chats are read from: those with an {@code update_time} before a time, and after a place in the order.
     *
     * @param skip how many of these are left out first; costs index entries only
     */
    public record ShownFrom(OptionalLong before, Optional<SidePlace> after, int skip) {}

    /** A place in the order of single chats, newest first; those of equal time by id. */
    public record SidePlace(long updateTime, String conversationId) {}

    /**
     * A user's single chats that are marked as shown, the newest first: all that are to be shown except those of earlier
     * versions ({@link #findCounted}), and perhaps some that are hidden.
     */
    public List<Conversation> findShown(String uid, ShownFrom from, int limit) {
        List<Bson> filters = new ArrayList<>(List.of(eq("user_id", uid), eq(SHOWN, true)));
        from.before().ifPresent(time -> filters.add(lt(UPDATE_TIME, time)));
        from.after().ifPresent(place -> {
            filters.add(lte(UPDATE_TIME, place.updateTime()));
            filters.add(or(lt(UPDATE_TIME, place.updateTime()), lt("id", place.conversationId())));
        });
        return firstOf(
                plain().find(and(filters)).sort(descending(UPDATE_TIME, "id")).skip(from.skip()), limit);
    }

    /**
     * A user's sides that are marked as counted, and those of earlier versions, which have no marks; in no particular order and
     * without {@link Conversation#stays}, {@link Conversation#lastMsgNote} and {@link Conversation#readTime}. One command, two
     * while the index is missing.
     */
    public List<Conversation> findCounted(String uid) {
        Bson counted = and(eq("user_id", uid), in(COUNTED, true, null));
        try {
            return sides(uid, plain().find(counted).hint(BY_COUNTED));
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != NO_SUCH_INDEX) {
                throw e;
            }
            return sides(uid, plain().find(counted));
        }
    }

    private static List<Conversation> sides(String uid, FindIterable<Conversation> found) {
        return list(found.projection(WITHOUT_UNUSED).map(side -> withUserKey(uid, side)), ALL);
    }

    private static Conversation withUserKey(String uid, Conversation side) {
        side.userKey = Conversation.userKey(uid, side.conversationId);
        return side;
    }

    /** A place in the order of changes, the oldest first; those of equal time by id. */
    public record ChangePlace(long changeTime, String conversationId) {}

    /**
     * A user's sides that have changed since a time, and after a place, in the order of their changes. Without groups' own
     * changes, and without sides of earlier versions, which have no time ({@link #findCounted}).
     */
    public List<Conversation> findChanged(String uid, long since, Optional<ChangePlace> after, int limit) {
        List<Bson> filters = new ArrayList<>(List.of(eq("user_id", uid)));
        filters.add(gte(
                CHANGE_TIME,
                after.map(place -> Math.max(since, place.changeTime())).orElse(since)));
        after.ifPresent(
                place -> filters.add(or(gt(CHANGE_TIME, place.changeTime()), gt("id", place.conversationId()))));
        return firstOf(plain().find(and(filters)).sort(ascending(CHANGE_TIME, "id")), limit);
    }

    /** The single chats of a user that changed last: only ids and numbers of the newest messages. Reads an index alone. */
    public List<Conversation> findLastChanged(String uid, int limit) {
        return firstOf(
                plain().find(and(eq("user_id", uid), gte("id", FIRST_SINGLE_ID)))
                        .sort(descending(CHANGE_TIME, "id"))
                        .projection(Projections.fields(Projections.include("id", "last_seq"), Projections.excludeId())),
                limit);
    }

    /**
     * What a read has found out about a side.
     *
     * @param side as it was read
     */
    public record Marks(Conversation side, boolean shown, boolean counted) {}

    /** Corrects the marks of one user's sides, each unless its head or the member's stay has changed since it was read. */
    public void correct(List<Marks> found) {
        quick().bulkWrite(found.stream().map(InboxRepository::correction).toList(), UNORDERED);
    }

    private static WriteModel<Conversation> correction(Marks found) {
        Bson key = eq("user_key", found.side().userKey);
        return found.side().type == Conversation.GROUP
                ? new UpdateOneModel<>(and(key, ne("leave", true)), set(COUNTED, true))
                : new UpdateOneModel<>(
                        and(key, eq("last_seq", found.side().lastSeq), eq(HIDDEN_AT_SEQ, found.side().hiddenAtSeq)),
                        combine(
                                set(SHOWN, found.shown()),
                                set(COUNTED, found.counted()),
                                max(CHANGE_TIME, found.side().lastChange())));
    }
}
