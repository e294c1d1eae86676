package io.confab.migrate.report;

/** The exit codes of the commands. */
public final class ExitCode {
    public static final int DONE = 0;
    public static final int NOT_ALL = 1;
    public static final int COULD_NOT = 3;

    private ExitCode() {}
}
