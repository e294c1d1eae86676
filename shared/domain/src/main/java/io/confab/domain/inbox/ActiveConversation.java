package io.confab.domain.inbox;

import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.InboxRepository.SidePlace;
import java.util.List;
import java.util.Optional;

/**
 * A user's side of a conversation in the order of activity.
 *
 * @param place where its stored head puts it in this order
 * @param lastSeq number of the newest message
 */
public record ActiveConversation(Conversation mine, SidePlace place, long lastSeq) {
    /** Some of a user's active conversations; {@code end} is the place of the last one if there are more after it. */
    public record Part(List<ActiveConversation> conversations, Optional<SidePlace> end) {}
}
