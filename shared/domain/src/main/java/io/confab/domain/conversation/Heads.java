package io.confab.domain.conversation;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.group.GroupRepository;
import io.confab.domain.message.Message;
import io.confab.domain.message.Preview;
import jakarta.inject.Singleton;

/**
 * Keeps the heads of conversations: newest number, counts, time and note. A head follows its log and may be behind; every
 * write is guarded by {@code last_seq}, so it may run late, twice, or after a later one, and does nothing then.
 *
 * <p>A revoke completes the head of its own message, so that no late writer can put a revoked text into a note.
 */
@Singleton
public class Heads {
    private final ConversationRepository conversations;
    private final GroupRepository groups;
    private final int noteLength;

    Heads(ConversationRepository conversations, GroupRepository groups, ConfabConfig config) {
        this.conversations = conversations;
        this.groups = groups;
        this.noteLength = config.noteLength();
    }

    /** Moves the head up to this message; takes a revoked message's text out of the note. */
    public void advance(Message message) {
        String note = Preview.note(message, noteLength);
        if (message.isGroup()) {
            groups.advance(message, note);
        } else {
            conversations.advance(message, note);
        }
    }

    /**
     * Says, before it happens, that a message will be revoked: readers of unread numbers look closer from now on, and no
     * later change gets an earlier time. Harmless if the revoke then never happens.
     */
    public void announceRevoke(Message message, long time) {
        if (message.isGroup()) {
            groups.announceRevoke(message, time);
        } else {
            conversations.announceRevoke(message, time);
        }
    }
}
