package io.confab.domain.message;

import java.util.ArrayList;
import java.util.List;

/**
 * The values of {@code unread_keys}. One index over them and {@code seq} finds exactly those messages above a read mark that
 * must be looked at one by one for a user's unread count: the user's own, revoked ones and mentions.
 */
public final class UnreadKeys {
    private UnreadKeys() {}

    /** Sent by this user (groups only; single chats count both sides in the message itself). */
    public static String by(String conversationId, String uid) {
        return conversationId + "#by#" + uid;
    }

    /** Mentions this user, or everyone with {@link Mentions#ALL}. */
    public static String at(String conversationId, String uid) {
        return conversationId + "#at#" + uid;
    }

    public static String revoked(String conversationId) {
        return conversationId + "#revoked";
    }

    /** The keys that a message has from the start. */
    public static List<String> of(Message message) {
        List<String> keys = new ArrayList<>();
        if (message.isGroup() && !message.isSystem()) {
            keys.add(by(message.conversationId, message.fromUid));
        }
        if (message.callUid != null) {
            message.callUid.forEach(uid -> keys.add(at(message.conversationId, uid)));
        }
        return keys.isEmpty() ? null : keys;
    }
}
