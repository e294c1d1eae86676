package io.confab.domain.conversation;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.group.GroupRepository;
import io.confab.domain.message.Message;
import io.confab.domain.message.Preview;
import jakarta.inject.Singleton;

/**
 * Keeps the heads of conversations: newest number, counts, time and preview. A head may be behind its log. Every write is
 * guarded by {@code last_seq}, so a write that comes late, twice, or after a later one does nothing.
 *
 * <p>A revoke also brings the head up to its own message, so that no late write can put a revoked text into a preview.
 */
@Singleton
public class Heads {
    private final HeadRepository singles;
    private final GroupRepository groups;
    private final int noteLength;

    Heads(HeadRepository singles, GroupRepository groups, ConfabConfig config) {
        this.singles = singles;
        this.groups = groups;
        this.noteLength = config.noteLength();
    }

    /** Moves the head forward to this message; replaces a revoked message's text in the preview. */
    public void advance(Message message) {
        String note = Preview.note(message, noteLength);
        if (message.isGroup()) {
            groups.advance(message, note);
        } else {
            singles.advance(message, note);
        }
    }

    /**
     * Records, before it happens, that a message will be revoked: from now on, unread counts take revoked messages up to this
     * number into account, and no later change gets an earlier time. Harmless if the revoke then does not happen.
     */
    public void announceRevoke(Message message, long time) {
        if (message.isGroup()) {
            groups.announceRevoke(message, time);
        } else {
            singles.announceRevoke(message, time);
        }
    }
}
