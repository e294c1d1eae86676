package io.confab.migrate.map;

import io.confab.domain.conversation.Conversation;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.ids.Hashes;
import io.confab.migrate.origin.Source;
import io.confab.migrate.report.NotTakenException;
import io.confab.migrate.report.Reason;
import io.confab.migrate.report.Report;
import java.util.Optional;

/** One user's side of a conversation: its user, its conversation, and how it is shown. */
public final class SideMapping {
    private final Known known;

    public SideMapping(Known known) {
        this.known = known;
    }

    /** Checks a conversation document; returns the id of the conversation that it is of. */
    public String check(Source source, Report report) throws NotTakenException {
        Known.id(source);
        String id = conversationId(source);
        known.user(source, "user_id");
        if (source.text("group_id").isPresent()) {
            known.group(source, "group_id");
        } else {
            known.user(source, "friend_uid");
        }
        if (source.text("id").filter(given -> !given.equals(id)).isPresent()) {
            report.changed(source, Reason.CONVERSATION_ID, id);
        }
        return id;
    }

    /** The id that is derived from a document's users or group. */
    public static String conversationId(Source source) throws NotTakenException {
        Optional<String> group = source.text("group_id");
        if (group.isPresent()) {
            return ConversationIds.group(group.get());
        }
        String uid = Known.required(source, "user_id");
        String friendUid = Known.required(source, "friend_uid");
        if (uid.equals(friendUid)) {
            throw new NotTakenException(Reason.SELF, uid);
        }
        return ConversationIds.single(uid, friendUid);
    }

    /** A side without the fields that depend on messages; a new side if the document is missing. */
    public static Conversation side(String uid, String conversationId, Optional<Source> source) {
        Conversation side = new Conversation();
        side.userId = uid;
        side.conversationId = conversationId;
        side.userKey = Conversation.userKey(uid, conversationId);
        side.documentId =
                source.map(Source::id).orElseGet(() -> Hashes.md5(side.userKey).substring(0, 24));
        side.createTime = source.flatMap(given -> given.time("create_time").or(() -> given.time("update_time")))
                .orElse(0L);
        side.pinned = flag(source, "pinned");
        side.mute = flag(source, "mute");
        side.hasUnreadGroupNotification = flag(source, "has_unread_group_notification");
        return side;
    }

    private static Boolean flag(Optional<Source> source, String field) {
        return source.filter(given -> given.flag(field)).isPresent() ? Boolean.TRUE : null;
    }
}
