package io.confab.faults;

/**
 * A call whose process is halted before it ends.
 *
 * @param the database command at which it dies at, counted from 1
 * @param after whether it dies after the command has succeeded, instead of before it is sent
 */
public record Doomed(Call call, int at, boolean after) {
    /**
     * Value for a call that does not die: if no call of a process dies, they are made one after the other and the process ends
     * normally.
     */
    public static final int NEVER = 0;

    public static Doomed never(Call call) {
        return new Doomed(call, NEVER, false);
    }
}
