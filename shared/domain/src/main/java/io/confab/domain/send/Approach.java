package io.confab.domain.send;

import io.confab.domain.context.UserContext;
import java.util.Map;
import java.util.Optional;

/**
 * A conversation as it was read for a sender, before it is known whether they may write in it.
 *
 * @param contexts by uid: both users of a single chat, the sender alone for a group; those who exist
 */
record Approach(String senderUid, Receiver receiver, Map<String, UserContext> contexts) {

    /** The sender's record. */
    Optional<UserContext> sender() {
        return Optional.ofNullable(contexts.get(senderUid));
    }
}
