package io.confab.domain.context;

import static com.mongodb.client.model.Aggregates.addFields;
import static com.mongodb.client.model.Aggregates.lookup;
import static com.mongodb.client.model.Aggregates.match;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.model.Field;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.ConversationIds;
import io.confab.domain.device.Device;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Reads what a send, a revoke or a read mark must know about its user, in one command each. */
@Singleton
public class UserContexts {
    private static final String KEY = "context_key";
    private static final String GROUP_KEY = "context_group";
    private static final String MEMBER_KEY = "context_member";

    private final UserRepository users;

    UserContexts(UserRepository users) {
        this.users = users;
    }

    /** Users with their devices and their side of a conversation, by uid. */
    public Map<String, UserContext> single(Collection<String> uids, String conversationId) {
        Bson conversationKey =
                addFields(new Field<>(KEY, new Document("$concat", List.of("$_id", literal("#" + conversationId)))));
        return users
                .mongoCollection()
                .aggregate(
                        List.of(
                                match(in("_id", uids)),
                                conversationKey,
                                lookup(Device.COLLECTION, "_id", "user_id", "devices"),
                                lookup(Conversation.COLLECTION, KEY, "user_key", "conversations")),
                        UserContext.class)
                .into(new ArrayList<>())
                .stream()
                .collect(Collectors.toMap(context -> context.id, Function.identity()));
    }

    /** A user with their membership of a group, and the group. */
    public Optional<UserContext> group(String uid, String groupId) {
        Bson keys = addFields(
                new Field<>(KEY, literal(GroupMember.key(groupId, uid))), new Field<>(GROUP_KEY, literal(groupId)));
        return Optional.ofNullable(users.mongoCollection()
                .aggregate(
                        List.of(
                                match(in("_id", List.of(uid))),
                                keys,
                                lookup(GroupMember.COLLECTION, KEY, "member_key", "members"),
                                lookup(Group.COLLECTION, GROUP_KEY, "_id", "groups")),
                        UserContext.class)
                .first());
    }

    /** A user with their side of a conversation and, where that is a group's, their membership and the group. */
    public Optional<UserContext> reader(String uid, String conversationId) {
        List<Field<?>> keys = new ArrayList<>();
        List<Bson> joins = new ArrayList<>();
        keys.add(new Field<>(KEY, literal(Conversation.userKey(uid, conversationId))));
        joins.add(lookup(Conversation.COLLECTION, KEY, "user_key", "conversations"));
        if (ConversationIds.isGroup(conversationId)) {
            String groupId = ConversationIds.groupId(conversationId);
            keys.add(new Field<>(MEMBER_KEY, literal(GroupMember.key(groupId, uid))));
            keys.add(new Field<>(GROUP_KEY, literal(groupId)));
            joins.add(lookup(GroupMember.COLLECTION, MEMBER_KEY, "member_key", "members"));
            joins.add(lookup(Group.COLLECTION, GROUP_KEY, "_id", "groups"));
        }
        List<Bson> pipeline = new ArrayList<>(List.of(match(in("_id", List.of(uid))), addFields(keys)));
        pipeline.addAll(joins);
        return Optional.ofNullable(
                users.mongoCollection().aggregate(pipeline, UserContext.class).first());
    }

    /** What a client sent is a value, never a field path. */
    private static Document literal(String value) {
        return new Document("$literal", value);
    }
}
