package io.confab.domain.conversation;

import java.util.Optional;

/**
 * Changes of a user's own side, written at once; what is absent stays.
 *
 * @param mute of a single chat
 * @param hiddenUpTo hides the conversation until it has a message with a larger number than this; {@link #SHOWN} shows it, empty
 *     or not
 * @param noticesSeenUntil the user has seen the group's notice of this time, and all before it
 */
public record SideChanges(
        Optional<Boolean> pinned,
        Optional<Boolean> mute,
        Optional<String> draft,
        Optional<Long> hiddenUpTo,
        Optional<Long> noticesSeenUntil) {
    /** A number that hides nothing. */
    public static final long SHOWN = -1;

    /** Shows the conversation. */
    public static SideChanges show() {
        return new SideChanges(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(SHOWN), Optional.empty());
    }
}
