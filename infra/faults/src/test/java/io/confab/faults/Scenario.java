package io.confab.faults;

/** A call to be killed, and what must be true of it after the next touch. */
interface Scenario {
    /** Sets the trial up; returns the call. */
    Call prepare(Trial trial);

    /** Does what the caller does who got no answer. */
    default void repeat(Trial trial, Call call) {
        trial.done(call);
    }

    /** Checks what the {@link Recount} does not: what the caller was promised, and the pushes. */
    void verify(Trial trial, Call call);
}
