package io.confab.domain.inbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.group.GroupView;
import io.confab.domain.message.ShortMessage;
import io.confab.domain.user.Profile;
import java.util.Optional;

/** A conversation in the form of replies (docs/api/conversations.md#getconversationlist). */
final class ConversationView {
    private ConversationView() {}

    static ObjectNode whole(Side side, Optional<Profile> friend) {
        Conversation conversation = side.conversation();
        ObjectNode json = begin(side);
        side.mentionedSeq().ifPresent(seq -> json.put("mentioned_seq", seq));
        json.put("last_msg_note", side.shown().map(ShortMessage::note).orElse(""));
        json.put("has_unread_group_notification", side.hasUnreadNotification());
        if (conversation.draft != null) {
            json.put("draft", conversation.draft);
        }
        ArrayNode messages = json.putArray("msgList");
        side.shown()
                .ifPresent(shown -> messages.add(
                        shown.readBy(conversation.userId, conversation.readMark(), conversation.peerReadMark())));
        friend.ifPresent(profile -> json.putArray("user_info").add(profile.toJson()));
        side.group().ifPresent(group -> json.putArray("group_info").add(GroupView.info(group)));
        return json;
    }

    /** A shorter form, for a reply that has no room for more (docs/api/conversations.md#getconversationlist). */
    static ObjectNode slim(Side side) {
        ObjectNode json = begin(side);
        json.putArray("msgList");
        json.putArray("user_info");
        json.putArray("group_info");
        return json;
    }

    private static ObjectNode begin(Side side) {
        Conversation conversation = side.conversation();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("_id", conversation.documentId);
        json.put("id", side.id());
        json.put("type", conversation.type);
        json.put("user_id", conversation.userId);
        if (conversation.friendUid != null) {
            json.put("friend_uid", conversation.friendUid);
        }
        if (conversation.groupId != null) {
            json.put("group_id", conversation.groupId);
        }
        json.put("unread_count", side.unread());
        json.put("update_time", side.updateTime());
        json.put("create_time", conversation.createTime);
        json.put("pinned", Boolean.TRUE.equals(conversation.pinned));
        json.put("mute", side.isMuted());
        json.put("hidden", side.isHidden());
        json.put("leave", false);
        return json;
    }
}
