package io.confab.domain.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.group.GroupMember;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageView;
import io.confab.domain.user.Caller;
import java.util.Optional;

/**
 * A user who may read a conversation.
 *
 * @param mine their side of it; if a crash prevented a member's document, an empty one, which is not stored
 * @param member their membership, if the conversation is a group's
 */
public record ConversationReader(Caller caller, Conversation mine, Optional<GroupMember> member) {

    /** A message as this reader sees it. */
    public ObjectNode view(Message message) {
        return view(message, mine);
    }

    /** As {@link #view(Message)}, a long body shortened as in a push. */
    public ObjectNode shortView(Message message) {
        return shortView(message, mine);
    }

    public static ObjectNode shortView(Message message, Conversation mine) {
        return MessageView.shortReadBy(
                message, mine.userId, Conversation.value(mine.readSeq), Conversation.value(mine.peerReadSeq));
    }

    /** A message as the owner of this side sees it. */
    public static ObjectNode view(Message message, Conversation mine) {
        return MessageView.readBy(
                message, mine.userId, Conversation.value(mine.readSeq), Conversation.value(mine.peerReadSeq));
    }
}
