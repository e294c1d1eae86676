package io.confab.domain.conversation;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.group.GroupRepository;
import io.confab.domain.message.Message;
import io.confab.domain.message.Preview;
import jakarta.inject.Singleton;
import java.time.Clock;

/**
 * Keeps the heads of conversations: newest number, counts, time and preview. A head may be behind its log. Every write is
 * guarded by {@code last_seq}, so a write that comes late, twice, or after a later one does nothing.
 *
 * <p>What it changes in lists it records by a time ({@link Conversation#changeTime}; docs/decisions/0048-what-has-changed-has-a-time.md).
 *
 * <p>A revoke also brings the head up to its own message, so that no late write can put a revoked text into a preview.
 */
@Singleton
public class Heads {
    private final HeadRepository singles;
    private final GroupRepository groups;
    private final Clock clock;
    private final int noteLength;

    Heads(HeadRepository singles, GroupRepository groups, Clock clock, ConfabConfig config) {
        this.singles = singles;
        this.groups = groups;
        this.clock = clock;
        this.noteLength = config.noteLength();
    }

    /**
     * Moves the head forward to this message; replaces a revoked message's text in the preview.
     *
     * @param lastChange the latest time of a change of this head that is known; 0 if none is
     * @return the time of this change
     */
    public long advance(Message message, long lastChange) {
        String note = Preview.note(message, noteLength);
        long changeTime = Math.max(lastChange + 1, clock.millis());
        if (message.isGroup()) {
            groups.advance(message, note, changeTime);
        } else {
            singles.advance(message, note, changeTime);
        }
        return changeTime;
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
