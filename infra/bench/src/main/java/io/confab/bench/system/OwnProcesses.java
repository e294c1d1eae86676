package io.confab.bench.system;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The processes that the benchmark started. However it ends, these processes end with it, and no others. */
final class OwnProcesses {
    private static final Set<ProcessHandle> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> List.copyOf(RUNNING).forEach(OwnProcesses::stop), "bench-stop"));
    }

    private OwnProcesses() {}

    static void add(ProcessHandle process) {
        RUNNING.add(process);
    }

    /** Asks a process and its children to end, and kills them after a while. */
    static void stop(ProcessHandle process) {
        List<ProcessHandle> family = family(process);
        family.forEach(ProcessHandle::destroy);
        family.forEach(member -> {
            try {
                member.onExit().get(20, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                member.destroyForcibly();
            } catch (InterruptedException e) {
                member.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        });
        RUNNING.remove(process);
    }

    /** {@code kill -9} for a process and its children, and waits until they are gone. */
    static void kill(ProcessHandle process) {
        List<ProcessHandle> family = family(process);
        family.forEach(ProcessHandle::destroyForcibly);
        family.forEach(member -> member.onExit().orTimeout(20, TimeUnit.SECONDS).join());
        RUNNING.remove(process);
    }

    private static List<ProcessHandle> family(ProcessHandle process) {
        return Stream.concat(process.descendants(), Stream.of(process)).toList();
    }
}
