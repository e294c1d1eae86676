package io.confab.domain.user;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.pull;
import static com.mongodb.client.model.Updates.push;
import static com.mongodb.client.model.Updates.pushEach;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.PushOptions;
import com.mongodb.client.model.UpdateOneModel;
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Index;
import io.confab.domain.storage.Repository;
import io.confab.domain.text.Folding;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.conversions.Bson;

/** Reads and writes {@code uni-id-users}. */
@Singleton
public class UserRepository extends Repository<User> {
    private static final String FOLDED_USERNAME = "folded_username";
    private static final String FOLDED_NICKNAME = "folded_nickname";

    public static final List<Index> INDEXES = List.of(
            Index.of(User.COLLECTION, "ids of users at a back end or an issuer", "identities.uid"),
            Index.of(User.COLLECTION, "pushes by user tag", "tags"),
            Index.of(User.COLLECTION, "searchUsers", "username", "_id"),
            Index.of(User.COLLECTION, "searchUsers", "nickname", "_id"),
            Index.of(User.COLLECTION, "searchUsers", FOLDED_USERNAME, "_id"),
            Index.of(User.COLLECTION, "searchUsers", FOLDED_NICKNAME, "_id"),
            Index.of(User.COLLECTION, "searchUsers", "email", "_id"),
            Index.of(User.COLLECTION, "searchUsers", "mobile", "_id"));

    /** How many users with a tag one command reads; the server ends a batch at 16 MB anyway. */
    private static final int MAX_TAGGED = 100_000;

    protected UserRepository() {
        super(new Panache());
    }

    private static final class Panache implements PanacheMongoRepositoryBase<User, String> {}

    public Optional<User> findOne(String id) {
        return byId(id);
    }

    /** Those of the users that exist, in no particular order. */
    public List<User> findAll(Collection<String> ids) {
        return byIds(ids);
    }

    /** What others see of those of the users that exist, by uid. */
    public Map<String, Profile> findProfiles(Collection<String> ids) {
        return byIds(ids).stream().collect(Collectors.toMap(user -> user.id, Profile::of));
    }

    /** The user whom another provider knows by this id. */
    public Optional<User> findByIdentity(String provider, String uid) {
        return first(elemMatch("identities", and(eq("provider", provider), eq("uid", uid))));
    }

    /** The user whom one of these providers knows by this id; of several users, the one of the earlier provider. */
    public Optional<User> findByIdentity(List<String> providers, String uid) {
        return list(elemMatch("identities", and(in("provider", providers), eq("uid", uid))), providers.size()).stream()
                .min(Comparator.comparing(user -> user.firstOf(providers, uid)));
    }

    /** A user with this name, exactly as it is stored. */
    public Optional<User> findByUsername(String username) {
        return first(eq("username", username));
    }

    /** Users who have one of these tags. */
    public List<User> findByTags(Collection<String> tags) {
        return list(in("tags", tags), MAX_TAGGED);
    }

    /**
     * Users with this id, name, e-mail address or mobile number, in the order of their ids: username and nickname in any
     * spelling, or exactly if a record has no folded key; ids and mobile numbers exactly; e-mail addresses as typed or in lower
     * case. Each field has its own index.
     */
    List<User> findNamed(String keyword, Optional<String> afterId, int limit) {
        String folded = Folding.key(keyword);
        return findById(
                or(Stream.of(
                                eq("_id", keyword),
                                eq("username", keyword),
                                eq("nickname", keyword),
                                eq(FOLDED_USERNAME, folded),
                                eq(FOLDED_NICKNAME, folded),
                                eq("mobile", keyword),
                                eq("email", keyword),
                                eq("email", keyword.toLowerCase(Locale.ROOT)))
                        .map(name -> afterId.map(id -> and(name, gt("_id", id))).orElse(name))
                        .toList()),
                limit);
    }

    /** All users, in the order of their ids. */
    List<User> findPage(Optional<String> afterId, int limit) {
        return findById(afterId.map(id -> gt("_id", id)).orElseGet(Filters::empty), limit);
    }

    private List<User> findById(Bson filter, int limit) {
        return firstOf(plain().find(filter).sort(ascending("_id")), limit);
    }

    /** Stores a new user; false when the id is taken. */
    public boolean insertOnce(User user) {
        user.fold();
        try {
            durable().insertOne(user);
            return true;
        } catch (RuntimeException e) {
            if (DuplicateKeys.isCauseOf(e)) {
                return false;
            }
            throw e;
        }
    }

    /** Changes a user's record; false when there is no such user. An empty text removes the field. */
    public boolean change(String uid, UserChanges changes) {
        List<Bson> updates = updates(changes);
        if (updates.isEmpty()) {
            return findOne(uid).isPresent();
        }
        return durable().updateOne(eq("_id", uid), combine(updates)).getMatchedCount() == 1;
    }

    /**
     * As {@link #change(String, UserChanges)}, and stores the cut; false if another cut was made, or if there is no such user.
     */
    public boolean change(String uid, UserChanges changes, TokenCut cut) {
        return cut(uid, cut, updates(changes));
    }

    private static List<Bson> updates(UserChanges changes) {
        List<Bson> updates = new ArrayList<>();
        changes.nickname().ifPresent(value -> updates.add(nickname(value)));
        changes.avatar().ifPresent(value -> updates.add(avatar(value)));
        changes.gender().ifPresent(value -> updates.add(set("gender", value)));
        changes.mobile().ifPresent(value -> updates.add(text("mobile", value)));
        changes.email().ifPresent(value -> updates.add(text("email", value)));
        changes.role().ifPresent(value -> updates.add(set("role", value)));
        changes.status().ifPresent(value -> updates.add(set("status", value)));
        changes.tags().ifPresent(value -> updates.add(set("tags", value)));
        changes.dcloudAppid().ifPresent(value -> updates.add(set("dcloud_appid", value)));
        changes.presence().ifPresent(value -> updates.add(set("presence", value)));
        return updates;
    }

    /** Sets the nickname with its key. */
    private static Bson nickname(String value) {
        return combine(set("nickname", value), set(FOLDED_NICKNAME, Folding.key(value)));
    }

    /** Sets the avatar; one without any field is removed. */
    private static Bson avatar(AvatarFile value) {
        return value.saysNothing() ? unset("avatar_file") : set("avatar_file", value);
    }

    private static Bson text(String field, String value) {
        return value.isEmpty() ? unset(field) : set(field, value);
    }

    /** Revokes one token and ends its sid, and removes entries that are not needed any more. */
    public void revoke(String uid, User.Ended token, User.Ended sid, long now) {
        durable()
                .bulkWrite(List.of(
                        new UpdateOneModel<>(
                                eq("_id", uid),
                                combine(pull("revoked_tokens", lte("exp", now)), pull("ended_sids", lte("exp", now)))),
                        new UpdateOneModel<>(
                                and(eq("_id", uid), ne("revoked_tokens._id", token.id)), push("revoked_tokens", token)),
                        new UpdateOneModel<>(
                                and(eq("_id", uid), ne("ended_sids._id", sid.id)), push("ended_sids", sid)),
                        keepEnded(uid, sid)));
    }

    /** Ends a sid, and removes entries that are not needed any more; only the latest of them are kept, up to the given number. */
    public void endSid(String uid, User.Ended sid, long now, int max) {
        durable()
                .bulkWrite(List.of(
                        new UpdateOneModel<>(eq("_id", uid), pull("ended_sids", lte("exp", now))),
                        new UpdateOneModel<>(
                                and(eq("_id", uid), ne("ended_sids._id", sid.id)),
                                pushEach("ended_sids", List.of(sid), new PushOptions().slice(-max))),
                        keepEnded(uid, sid)));
    }

    /** Remembers an ended sid at least as long as a new token with it is accepted. */
    public void keepSidEnded(String uid, User.Ended sid) {
        durable().bulkWrite(List.of(keepEnded(uid, sid)));
    }

    private static UpdateOneModel<User> keepEnded(String uid, User.Ended sid) {
        return new UpdateOneModel<>(
                and(eq("_id", uid), eq("ended_sids._id", sid.id)), max("ended_sids.$.exp", sid.exp));
    }

    /** Stores the cut; false if another cut was made, or if there is no such user. */
    public boolean cut(String uid, TokenCut cut) {
        return cut(uid, cut, List.<Bson>of());
    }

    /** Stores the cut, and revokes the token that asked for it; false if another cut was made, or if there is no such user. */
    public boolean cut(String uid, TokenCut cut, User.Ended token, int maxRevoked) {
        return cut(uid, cut, List.of(pushEach("revoked_tokens", List.of(token), new PushOptions().slice(-maxRevoked))));
    }

    private boolean cut(String uid, TokenCut cut, List<Bson> more) {
        List<Bson> updates = new ArrayList<>(more);
        updates.add(set("valid_token_date", cut.millis()));
        // Their tokens are revoked by the cut.
        updates.add(unset("ended_sids"));
        return durable()
                        .updateOne(
                                TokenCut.isUnreadable(cut.seen())
                                        ? eq("_id", uid)
                                        : and(eq("_id", uid), eq("valid_token_date", cut.seen())),
                                combine(updates))
                        .getMatchedCount()
                == 1;
    }
}
