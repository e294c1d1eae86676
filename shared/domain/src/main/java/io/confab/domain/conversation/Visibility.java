package io.confab.domain.conversation;

import io.confab.domain.message.Message;
import io.confab.domain.message.MessageRepository;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Optional;

/**
 * Hides conversations until their next message, by a number that only grows. So hiding twice, late or at once, never hides a
 * message that came after the number was read.
 */
@Singleton
public class Visibility {
    private final ConversationRepository conversations;
    private final MessageRepository messages;

    Visibility(ConversationRepository conversations, MessageRepository messages) {
        this.conversations = conversations;
        this.messages = messages;
    }

    /** The number of the newest message, read from the log itself, because a head may be behind; 0 if there is none. */
    public long newestSeq(String conversationId) {
        return findNewest(conversationId).map(newest -> newest.seq).orElse(0L);
    }

    /** As {@link #newestSeq}, the message itself. */
    public Optional<Message> findNewest(String conversationId) {
        return messages.findNewest(conversationId);
    }

    /** Hides the conversation from the given participants until it has a message with a larger number. */
    public void hide(Collection<String> uids, String conversationId, long upToSeq) {
        conversations.hide(uids, conversationId, upToSeq);
    }
}
