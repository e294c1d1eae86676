package io.confab.domain.message;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A message without its body, and the fields that a list of conversations shows: the form of a push and the preview. Always
 * small.
 */
public final class ShortMessage {
    private final Message message;
    private final ObjectNode view;
    private final String note;

    private ShortMessage(Message message, ObjectNode view, String note) {
        this.message = message;
        this.view = view;
        this.note = note;
    }

    /** Removes the body from the message. */
    public static ShortMessage of(Message whole, int noteLength) {
        ShortMessage shortened =
                new ShortMessage(whole, MessageView.forPush(whole, noteLength), Preview.note(whole, noteLength));
        whole.body = null;
        return shortened;
    }

    /** Without its body. */
    public Message message() {
        return message;
    }

    /** {@code last_msg_note}. */
    public String note() {
        return note;
    }

    /** The message as in a push, as one side sees it. */
    public ObjectNode readBy(String uid, long ownMark, long peerMark) {
        return MessageView.withRead(view, message, uid, ownMark, peerMark);
    }
}
