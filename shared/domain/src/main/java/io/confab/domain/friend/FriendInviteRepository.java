package io.confab.domain.friend;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import io.confab.domain.invite.InviteState;
import io.confab.domain.page.Page;
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Index;
import io.confab.domain.storage.NewestFirst;
import io.confab.domain.storage.Repository;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bson.conversions.Bson;

/** Reads and writes {@code uni-im-friend-invite}. Every method is one database command. */
@Singleton
public class FriendInviteRepository extends Repository<FriendInvite> {
    public static final List<Index> INDEXES = List.of(
            Index.of(FriendInvite.COLLECTION, "getFriendInviteList", "to_uid", "-creat_time", "-_id"),
            Index.of(FriendInvite.COLLECTION, "getFriendInviteList by state", "to_uid", "state", "-creat_time", "-_id"),
            Index.of(FriendInvite.COLLECTION, "acceptances that a crash left unfinished", "unfinished"));

    /** Maximum number that one call completes; a later call finds the others. */
    private static final int MAX_UNFINISHED = 100;

    FriendInviteRepository() {
        super(new Panache());
    }

    private static final class Panache implements PanacheMongoRepositoryBase<FriendInvite, String> {}

    /** Stores the invite in place of an earlier one; false if that one is accepted and not yet completely carried out. */
    boolean put(FriendInvite invite) {
        try {
            DuplicateKeys.retry(() -> majority()
                    .replaceOne(
                            and(eq("_id", invite.id), eq("unfinished", null)),
                            invite,
                            new ReplaceOptions().upsert(true)));
            return true;
        } catch (RuntimeException e) {
            if (DuplicateKeys.isCauseOf(e)) {
                return false;
            }
            throw e;
        }
    }

    Optional<FriendInvite> findOne(String id) {
        return first(named(id));
    }

    /** The invites between two users, in both directions. */
    List<FriendInvite> findBetween(String uid, String otherUid) {
        return list(between(uid, otherUid), 2);
    }

    /** Invites to a user, of one state or of any. */
    Page<FriendInvite> findPage(String toUid, OptionalInt state, NewestFirst page) {
        Bson toUser = eq("to_uid", toUid);
        return page.read(
                plain(),
                state.isPresent() ? and(toUser, eq("state", state.getAsInt())) : toUser,
                "creat_time",
                invite -> invite.creatTime,
                invite -> invite.id);
    }

    /** Accepted invites from or to a user that are not completely carried out. */
    List<FriendInvite> findUnfinished(String uid) {
        return firstOf(plain().find(eq("unfinished", uid)), MAX_UNFINISHED);
    }

    /** Accepts a waiting invite and marks it unfinished; empty if it is not waiting. */
    Optional<FriendInvite> accept(FriendInvite invite, long time) {
        return decide(
                invite.id,
                set("state", InviteState.ACCEPTED),
                set("update_time", time),
                set("unfinished", List.of(invite.fromUid, invite.toUid)));
    }

    /** Refuses a waiting invite; empty when it is not waiting. */
    Optional<FriendInvite> refuse(String id, long time) {
        return decide(id, set("state", InviteState.REFUSED), set("update_time", time));
    }

    /** Accepts the invites that still wait between two friends. */
    void settle(String uid, String otherUid, long time) {
        majority()
                .updateMany(
                        and(between(uid, otherUid), eq("state", InviteState.WAITING)),
                        combine(set("state", InviteState.ACCEPTED), set("update_time", time)));
    }

    /** Records that an accepted invite is completely carried out. */
    void finish(String id) {
        majority().updateOne(named(id), unset("unfinished"));
    }

    private Optional<FriendInvite> decide(String id, Bson... changes) {
        return Optional.ofNullable(majority()
                .findOneAndUpdate(
                        and(named(id), in("state", Arrays.asList(InviteState.WAITING, null))),
                        combine(changes),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)));
    }

    private static Bson between(String uid, String otherUid) {
        return in("_id", FriendInvite.id(uid, otherUid), FriendInvite.id(otherUid, uid));
    }

    private MongoCollection<FriendInvite> majority() {
        return durable();
    }
}
