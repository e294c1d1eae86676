package io.confab.bench.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How busy the machine is, and what it allows, from {@code /proc}. */
public final class MachineLoad {
    private static final String OPEN_FILES = "Max open files";

    private MachineLoad() {}

    /** The load of the last 1, 5 and 15 minutes, and the number of processors. */
    public static String now() throws IOException {
        String[] load = Files.readString(Path.of("/proc/loadavg")).split(" ");
        return "%s %s %s on %d processors"
                .formatted(
                        load[0],
                        load[1],
                        load[2],
                        ManagementFactory.getOperatingSystemMXBean().getAvailableProcessors());
    }

    /** How many files and sockets a process may open; a JVM raises its own limit to that. */
    public static long openFilesAllowed() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/limits")).stream()
                .filter(line -> line.startsWith(OPEN_FILES))
                .map(line -> line.substring(OPEN_FILES.length()).strip().split("\\s+")[1])
                .mapToLong(hard -> hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard))
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }
}
