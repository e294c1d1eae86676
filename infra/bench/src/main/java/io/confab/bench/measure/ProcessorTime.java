package io.confab.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The processor time that a process has used, from {@code /proc}. */
public final class ProcessorTime {
    /** Linux reports in hundredths of a second to user space, whatever the kernel's own tick. */
    private static final int MILLIS_PER_TICK = 10;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private ProcessorTime() {}

    /** Milliseconds so far, or −1 if they cannot be read. */
    public static long millis(long pid) {
        try {
            return parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        } catch (IOException e) {
            return -1;
        }
    }

    static long parse(String stat) {
        // The second field is the name in parentheses and may itself hold spaces and parentheses.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) * MILLIS_PER_TICK;
    }
}
