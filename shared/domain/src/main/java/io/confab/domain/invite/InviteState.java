package io.confab.domain.invite;

import io.confab.domain.error.Refusal;
import io.confab.domain.json.Params;
import io.confab.domain.text.Cut;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The {@code state} of a friend invite or of a request to join a group (docs/schema.md), and how calls give it. */
public final class InviteState {
    public static final int WAITING = 0;
    public static final int ACCEPTED = 100;
    public static final int REFUSED = -100;
    public static final List<Integer> ALL = List.of(WAITING, ACCEPTED, REFUSED);

    private static final String STATE = "state";

    /** The longest message of an invite or request. */
    public static final int MAX_MESSAGE = 200;

    private InviteState() {}

    /**
     * The message of a user who invites or asks to join.
     *
     * @throws Refusal 400
     */
    public static Optional<String> message(Params params) {
        return params.string("message", 0, MAX_MESSAGE);
    }

    /** A stored message for a reply, within limits. */
    public static String message(String stored) {
        return stored == null ? "" : Cut.first(stored, MAX_MESSAGE);
    }

    /**
     * The state that a list is to contain; absent means all states.
     *
     * @throws Refusal 400
     */
    public static OptionalInt filter(Params params) {
        OptionalLong given = params.integer(STATE, REFUSED, ACCEPTED);
        if (given.isEmpty()) {
            return OptionalInt.empty();
        }
        int state = (int) given.getAsLong();
        if (!ALL.contains(state)) {
            throw Refusal.badParam(STATE, "must be 0, 100 or -100");
        }
        return OptionalInt.of(state);
    }

    /**
     * The decision: {@link #ACCEPTED} or {@link #REFUSED}.
     *
     * @throws Refusal 400
     */
    public static int decision(Params params) {
        long state = params.integer(STATE, REFUSED, ACCEPTED).orElseThrow(() -> params.missing(STATE));
        if (state != ACCEPTED && state != REFUSED) {
            throw Refusal.badParam(STATE, "must be 100 or -100");
        }
        return (int) state;
    }
}
