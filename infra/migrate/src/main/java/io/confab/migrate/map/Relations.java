package io.confab.migrate.map;

import io.confab.domain.friend.Friend;
import io.confab.domain.friend.FriendInvite;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.invite.InviteState;
import io.confab.domain.notification.Notification;
import io.confab.domain.storage.FreeJson;
import io.confab.migrate.origin.Source;
import io.confab.migrate.report.NotTakenException;
import io.confab.migrate.report.Reason;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;

/** Friends, invites, requests to join, notifications. */
final class Relations {
    private static final Set<Long> STATES = Set.of(0L, 100L, -100L);

    private Relations() {}

    static BsonDocument friend(Source source, Known known, Bounds bounds) throws NotTakenException {
        Friend friend = new Friend();
        friend.id = Known.id(source);
        friend.userId = known.user(source, "user_id");
        friend.friendUid = known.user(source, "friend_uid");
        requireTwo(friend.userId, friend.friendUid);
        friend.friendKey = Friend.key(friend.userId, friend.friendUid);
        friend.createTime = source.time("create_time").orElse(0L);
        friend.mark = bounds.name("mark", Friend.MAX_NAME).orElse(null);
        friend.className = bounds.name("class_name", Friend.MAX_NAME).orElse(null);
        return Documents.of(friend);
    }

    /** The id is derived from the pair, whatever it was before. */
    static BsonDocument invite(Source source, Known known, Bounds bounds) throws NotTakenException {
        FriendInvite invite = new FriendInvite();
        invite.fromUid = known.user(source, "from_uid");
        invite.toUid = known.user(source, "to_uid");
        requireTwo(invite.fromUid, invite.toUid);
        invite.id = ConversationIds.pair(invite.fromUid, invite.toUid);
        invite.message = bounds.text("message", InviteState.MAX_MESSAGE).orElse("");
        invite.state = state(source);
        invite.creatTime = createTime(source);
        invite.updateTime = source.time("update_time").orElse(invite.creatTime);
        return Documents.of(invite);
    }

    static BsonDocument join(Source source, Known known, Bounds bounds) throws NotTakenException {
        String groupId = known.group(source, "group_id");
        String uid = known.user(source, "user_id");
        long createTime = createTime(source);
        return new BsonDocument("_id", new BsonString(ConversationIds.pair(groupId, uid)))
                .append("group_id", new BsonString(groupId))
                .append("user_id", new BsonString(uid))
                .append(
                        "message",
                        new BsonString(
                                bounds.text("message", InviteState.MAX_MESSAGE).orElse("")))
                .append("state", new BsonInt32(state(source)))
                .append("creat_time", new BsonInt64(createTime))
                .append("update_time", new BsonInt64(source.time("update_time").orElse(createTime)));
    }

    static BsonDocument notification(Source source, Known known, Bounds bounds) throws NotTakenException {
        Notification notification = new Notification();
        notification.id = Known.id(source);
        notification.userId = known.user(source, "user_id");
        notification.uniqueKey = uniqueKey(source);
        notification.title = source.text("title").orElse("");
        notification.content = source.text("content").orElse("");
        notification.payload = FreeJson.toBson(bounds.payload(
                source.value("payload").orElseThrow(() -> new NotTakenException(Reason.MISSING_FIELD, "payload"))));
        notification.sound = source.text("sound").orElse(null);
        notification.openUrl = source.text("open_url").orElse(null);
        notification.path = source.text("path").orElse(null);
        notification.read = source.flag("is_read");
        notification.createTime = Known.requiredTime(source, "create_time");
        return Documents.of(notification);
    }

    /** Numbers that a user has deleted for themselves; the id begins with the user's. */
    static BsonDocument deletions(Source source, Known known) throws NotTakenException {
        String id = source.id();
        int end = id.indexOf('#');
        if (end < 0 || !known.isUser(id.substring(0, end))) {
            throw new NotTakenException(Reason.UNKNOWN_USER, "_id");
        }
        return new BsonDocument("_id", new BsonString(id))
                .append("seqs", FreeJson.toBson(source.json().withArray("seqs")));
    }

    /** The key as notifications are stored with it: a later notification with the same key replaces this one. */
    static String uniqueKey(Source source) {
        var payload = source.json().path("payload");
        return payload.path("unique").isTextual()
                ? source.text("user_id").orElse("") + "#"
                        + payload.path("subType").asText() + "#"
                        + payload.path("unique").textValue()
                : source.id();
    }

    static void copyText(Source source, String field, BsonDocument document) {
        source.text(field).ifPresent(text -> document.append(field, new BsonString(text)));
    }

    private static void requireTwo(String uid, String otherUid) throws NotTakenException {
        if (uid.equals(otherUid)) {
            throw new NotTakenException(Reason.SELF, uid);
        }
    }

    private static int state(Source source) throws NotTakenException {
        return source.number("state")
                .filter(STATES::contains)
                .orElseThrow(() -> new NotTakenException(Reason.MISSING_FIELD, "state"))
                .intValue();
    }

    private static long createTime(Source source) throws NotTakenException {
        return source.time("creat_time").isPresent()
                ? Known.requiredTime(source, "creat_time")
                : Known.requiredTime(source, "create_time");
    }
}
