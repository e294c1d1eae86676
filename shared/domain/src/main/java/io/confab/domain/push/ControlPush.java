package io.confab.domain.push;

import io.confab.domain.message.Message;
import java.util.Optional;

/** Tells devices about a change. It shows nothing, is not stored and is sent over the online channel only. */
public sealed interface ControlPush extends PushContent {

    /**
     * A message was revoked.
     *
     * @param byUid who revoked it; the sender if that is not known
     * @param groupId absent in a single chat
     */
    record Revoked(String messageId, long createTime, String conversationId, String byUid, Optional<String> groupId)
            implements ControlPush {
        public static Revoked of(Message revoked) {
            return new Revoked(
                    revoked.id,
                    revoked.createTime,
                    revoked.conversationId,
                    revoked.revokeUid == null ? revoked.fromUid : revoked.revokeUid,
                    Optional.ofNullable(revoked.groupId));
        }

        @Override
        public <T> T in(Form<T> form) {
            return form.revoked(this);
        }
    }

    /** The user has read a conversation up to this message on another device. */
    record UnreadCleared(String conversationId, long seq) implements ControlPush {
        @Override
        public <T> T in(Form<T> form) {
            return form.unreadCleared(this);
        }
    }

    /** The other user of a single chat has read it up to this message. */
    record MessagesRead(String conversationId, String byUid, long seq, long time) implements ControlPush {
        @Override
        public <T> T in(Form<T> form) {
            return form.messagesRead(this);
        }
    }

    /** The user has changed their own state of a conversation on another device. */
    record ConversationUpdated(String conversationId, long changeTime) implements ControlPush {
        @Override
        public <T> T in(Form<T> form) {
            return form.conversationUpdated(this);
        }
    }

    /** The user and this other user are no longer friends. */
    record FriendRemoved(String friendUid) implements ControlPush {
        @Override
        public <T> T in(Form<T> form) {
            return form.friendRemoved(this);
        }
    }
}
