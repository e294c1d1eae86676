package io.confab.push.send;

import io.confab.push.invocation.PushOptions;
import java.util.Optional;

/**
 * What pushes are sent for.
 *
 * @param requestId of the push; absent: each content has one of its own
 * @param attempt which attempt to send them it is, from 1; 0 in a method, which hands over what is not for open connections
 * @param checkToken whether only devices are reached whose token has not expired
 */
public record Errand(Optional<String> requestId, int attempt, PushOptions options, boolean checkToken) {
    /** The pushes of a method. */
    static Errand ofMethod(Optional<String> requestId) {
        return new Errand(requestId, 0, PushOptions.NONE, true);
    }

    /** The pushes of one page of a group. */
    public static Errand ofHop(String requestId, PushOptions options) {
        return new Errand(Optional.of(requestId), 1, options, true);
    }

    boolean isOfMethod() {
        return attempt == 0;
    }
}
