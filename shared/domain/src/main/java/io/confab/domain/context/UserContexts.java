package io.confab.domain.context;

import static com.mongodb.client.model.Aggregates.addFields;
import static com.mongodb.client.model.Aggregates.lookup;
import static com.mongodb.client.model.Aggregates.match;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Field;
import io.confab.domain.config.ConfabConfig;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.device.Device;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.storage.Repository;
import io.confab.domain.user.User;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Reads the data about a user that sending, revoking or moving a read mark needs, in one command each. */
@Singleton
public class UserContexts extends Repository<User> {
    private static final String KEY = "context_key";
    private static final String GROUP_KEY = "context_group";
    private static final String DEVICES_KEY = "context_devices";
    private static final String MEMBER_KEY = "context_member";

    private final Clock clock;
    private final int maxDevices;

    UserContexts(Clock clock, ConfabConfig config) {
        super(new Panache());
        this.clock = clock;
        this.maxDevices = 2 * config.maxDevices();
    }

    private static final class Panache implements PanacheMongoRepositoryBase<User, String> {}

    /**
     * Users with their devices that can be reached and their side of a conversation, by uid. Of a user with old records beyond
     * any number, only twice as many as a user may have leave the server.
     */
    public Map<String, UserContext> single(Collection<String> uids, String conversationId) {
        Bson conversationKey =
                addFields(new Field<>(KEY, new Document("$concat", List.of("$_id", literal("#" + conversationId)))));
        return list(
                        plain().aggregate(
                                        List.of(
                                                match(in("_id", uids)),
                                                conversationKey,
                                                lookup(Device.COLLECTION, "_id", "user_id", "devices"),
                                                addFields(new Field<>("devices", reachable())),
                                                lookup(Conversation.COLLECTION, KEY, "user_key", "conversations")),
                                        UserContext.class),
                        uids.size())
                .stream()
                .collect(Collectors.toMap(context -> context.id, Function.identity()));
    }

    private Document reachable() {
        long now = clock.millis();
        Document isReachable = new Document(
                "$or",
                List.of(
                        new Document("$gt", List.of("$$device.token_expired", now)),
                        new Document("$gt", List.of("$$device.push_until", now))));
        Document reachable =
                new Document("input", "$devices").append("as", "device").append("cond", isReachable);
        return new Document("$slice", List.of(new Document("$filter", reachable), maxDevices));
    }

    /** A user with their membership of a group, and the group. */
    public Optional<UserContext> group(String uid, String groupId) {
        return read(uid, ofGroup(uid, groupId));
    }

    /**
     * A user with their side of a conversation and, if it is a group's, their membership and the group.
     *
     * @param withDevices also reads the user's devices
     */
    public Optional<UserContext> reader(String uid, String conversationId, boolean withDevices) {
        List<Join> joins = new ArrayList<>();
        joins.add(new Join(
                KEY, Conversation.userKey(uid, conversationId), Conversation.COLLECTION, "user_key", "conversations"));
        if (ConversationIds.isGroup(conversationId)) {
            joins.addAll(ofGroup(uid, ConversationIds.groupId(conversationId)));
        }
        if (withDevices) {
            joins.add(new Join(DEVICES_KEY, uid, Device.COLLECTION, "user_id", "devices"));
        }
        return read(uid, joins);
    }

    private static List<Join> ofGroup(String uid, String groupId) {
        return List.of(
                new Join(MEMBER_KEY, GroupMember.key(groupId, uid), GroupMember.COLLECTION, "member_key", "members"),
                new Join(GROUP_KEY, groupId, Group.COLLECTION, "_id", "groups"));
    }

    private Optional<UserContext> read(String uid, List<Join> joins) {
        List<Bson> pipeline = new ArrayList<>(List.of(
                match(in("_id", List.of(uid))),
                addFields(joins.stream().<Field<?>>map(Join::key).toList())));
        joins.forEach(join -> pipeline.add(join.lookup()));
        return Optional.ofNullable(
                plain().aggregate(pipeline, UserContext.class).first());
    }

    /** A look-up of the document of a collection with a value known beforehand; the server reads the value from {@code field}. */
    private record Join(String field, String value, String from, String foreignField, String as) {
        /** A value that a client sent stays a value, never a field path. */
        Field<Document> key() {
            return new Field<>(field, literal(value));
        }

        Bson lookup() {
            return Aggregates.lookup(from, field, foreignField, as);
        }
    }

    private static Document literal(String value) {
        return new Document("$literal", value);
    }
}
