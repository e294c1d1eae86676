package io.confab.faults;

/**
 * A call that does not live to see its end.
 *
 * @param at which of its database commands it dies at, counted from 1
 * @param after whether it dies when the command has succeeded, or before it is sent
 */
public record Doomed(Call call, int at, boolean after) {
    /** No command is the last: where all calls of a process live, they are made one after the other and it ends in order. */
    public static final int NEVER = 0;

    public static Doomed never(Call call) {
        return new Doomed(call, NEVER, false);
    }
}
