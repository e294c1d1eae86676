package io.confab.faults;

import java.util.List;

/** A call to be killed, and what must be true after the next call. */
interface Scenario {
    /** Sets the trial up; returns the call. */
    Call prepare(Trial trial);

    /** Whether every moment of a death is met by the others' touch as well as by the caller's repeat. */
    default boolean isMetBothWays() {
        return false;
    }

    /** Looks at it as everybody does, some time later, when the caller never came back. */
    default void touch(Trial trial) {
        List.copyOf(trial.people()).forEach(uid -> trial.list(trial.laboratory().later(), uid));
    }

    /** What happens first after a death, if it is not the caller's repeat. */
    default void meet(Trial trial, Call call) {
        touch(trial);
    }

    /** Does what a caller without an answer does. */
    default void repeat(Trial trial, Call call) {
        trial.done(call);
    }

    /** Checks what the {@link Recount} does not: what the caller's answer said, and the pushes. */
    void verify(Trial trial, Call call);
}
