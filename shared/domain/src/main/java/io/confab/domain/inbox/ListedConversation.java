package io.confab.domain.inbox;

import io.confab.domain.conversation.Conversation;
import io.confab.domain.group.Group;
import io.confab.domain.message.ShortMessage;
import io.confab.domain.user.Profile;
import java.util.Optional;

/**
 * A conversation as its list shows it to its owner (docs/api/conversations.md#getconversationlist).
 *
 * @param mine the owner's side
 * @param newest the newest message that the owner has not deleted
 * @param group in a group
 * @param friend the other user of a single chat, if they still exist
 */
public record ListedConversation(
        Conversation mine,
        State state,
        Unread unread,
        Optional<ShortMessage> newest,
        Optional<Group> group,
        Optional<Profile> friend)
        implements ListEntry {

    /**
     * Where and how it is shown.
     *
     * @param updateTime time of the newest message, also of a deleted one
     * @param lastSeq number of the newest message, also of a deleted one
     * @param changeTime when anything of it last changed
     */
    public record State(long updateTime, long lastSeq, long changeTime, boolean isHidden, boolean isMuted) {}
}
