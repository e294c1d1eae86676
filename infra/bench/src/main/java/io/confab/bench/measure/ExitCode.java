package io.confab.bench.measure;

/** The exit codes of the commands. */
public final class ExitCode {
    public static final int KEPT = 0;
    public static final int BROKEN = 1;
    public static final int COULD_NOT_MEASURE = 3;

    private ExitCode() {}
}
