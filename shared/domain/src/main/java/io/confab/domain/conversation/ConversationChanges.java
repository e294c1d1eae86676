package io.confab.domain.conversation;

import java.util.Optional;

/**
 * A user's changes to their own side of a conversation (docs/api/conversations.md#updateconversation).
 *
 * @param notificationSeen the group's notification has been read
 */
public record ConversationChanges(
        Optional<Boolean> pinned,
        Optional<Boolean> mute,
        Optional<Boolean> hidden,
        Optional<String> draft,
        boolean notificationSeen) {
    /** The longest draft. */
    public static final int MAX_DRAFT = 5_000;

    public boolean isEmpty() {
        return pinned.isEmpty() && mute.isEmpty() && hidden.isEmpty() && draft.isEmpty() && !notificationSeen;
    }
}
