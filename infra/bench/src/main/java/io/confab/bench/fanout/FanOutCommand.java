package io.confab.bench.fanout;

import com.mongodb.ConnectionString;
import io.confab.bench.client.BenchUser;
import io.confab.bench.client.Population;
import io.confab.bench.client.Texts;
import io.confab.bench.database.Database;
import io.confab.bench.database.Profiler;
import io.confab.bench.measure.Bound;
import io.confab.bench.measure.ExitCode;
import io.confab.bench.measure.Latencies;
import io.confab.bench.measure.MachineLoad;
import io.confab.bench.measure.Progress;
import io.confab.bench.measure.Table;
import io.confab.bench.system.Await;
import io.confab.bench.system.Server;
import io.confab.bench.system.StartOptions;
import io.confab.bench.system.StartedSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fanout}: messages to very large groups. */
@Command(
        name = "fanout",
        mixinStandardHelpOptions = true,
        description = {
            "Starts mongod and the server, opens thousands of sockets, and sends messages to large groups of which they are a",
            "part. Reports when the first and the last device has heard, the commands of a hop, and memory; then sends single",
            "messages, counts the trigger invocations that follow, and sends to a device that takes nothing any more. Bounds:",
            "everybody hears, in the smallest group within 3 s; a hop costs 4 commands; a message causes no trigger",
            "invocation; a device that hangs costs the caller 400 ms at most (p99). The times hold if nothing else runs on",
            "two cores: see the load that is printed beside them."
        })
public final class FanOutCommand implements Callable<Integer> {
    private static final int PAGE = 500;
    private static final int DESCRIPTORS_BESIDE = 500;
    private static final long PATIENCE_SECONDS = 120;
    private static final int SINGLE_MESSAGES = 50;
    private static final String CHANGE_EVENTS = "change events: received=";

    private static final Bound SMALLEST_SECONDS = new Bound(3);
    private static final Bound HOP_COMMANDS = new Bound(4);
    private static final Bound NONE = new Bound(0);

    /** The budget for pushes, and 100 ms. */
    private static final Bound HANGING_MILLIS = new Bound(400);

    private static final int HANGING_MESSAGES = 100;

    /** How many are tried: the server gives one up that lets too much pile up. */
    private static final int HANGING_DEVICES = 3;

    @Mixin
    private StartOptions own;

    @Option(
            names = "--groups",
            split = ",",
            defaultValue = "5000,50000",
            description = "Sizes of the groups, the smallest first (default: ${DEFAULT-VALUE}).")
    private List<Integer> groups;

    @Option(names = "--sockets", defaultValue = "10000", description = "Open sockets (default: 10000).")
    private int sockets;

    @Option(
            names = "--share",
            defaultValue = "5",
            description = "One of so many members has a socket, as long as there are sockets (default: 5).")
    private int share;

    @Option(names = "--messages", defaultValue = "5", description = "Messages to each group (default: 5).")
    private int messages;

    private final Table table = new Table("", "measured", "bound");
    private boolean kept = true;
    private int numbers;

    @Override
    public Integer call() throws Exception {
        long descriptors = MachineLoad.openFilesAllowed();
        if (descriptors < sockets + DESCRIPTORS_BESIDE) {
            System.err.printf(
                    "%d open files are allowed: too few for %d sockets. Try ulimit -n %d, or --sockets.%n",
                    descriptors, sockets, sockets + DESCRIPTORS_BESIDE);
            return ExitCode.COULD_NOT_MEASURE;
        }
        try (StartedSystem system = own.prepare(false)) {
            system.server().start();
            measure(system);
        }
        System.out.print(table);
        return kept ? ExitCode.KEPT : ExitCode.BROKEN;
    }

    private void measure(StartedSystem system) throws Exception {
        Population population = new Population(system.client());
        List<BenchUser> users = population.users(sockets);
        try (Database database = Database.open(new ConnectionString(system.mongodUri()), null)) {
            List<CrowdedGroup> crowds = new ArrayList<>();
            for (int size : groups) {
                Progress.say("a group of " + size);
                crowds.add(CrowdedGroup.make(population, database.measured(), users, size, share));
            }
            try (SocketCrowd crowd = SocketCrowd.connect(system.server().url(), users)) {
                System.out.printf("load of the machine before: %s%n", MachineLoad.now());
                for (int i = 0; i < groups.size(); i++) {
                    deliver(system, crowd, crowds.get(i), groups.get(i), i == 0);
                }
                countCommands(system, database, crowds.get(0), groups.get(0));
                memory(system, crowd, population, users);
                triggers(system, users);
                hanging(system, crowd, users);
                System.out.printf("load of the machine after: %s%n", MachineLoad.now());
            }
        }
    }

    private void deliver(StartedSystem system, SocketCrowd crowd, CrowdedGroup group, int size, boolean isSmallest)
            throws IOException {
        List<Double> first = new ArrayList<>();
        List<Double> last = new ArrayList<>();
        int again = 0;
        int missing = 0;
        for (int i = 0; i <= messages; i++) {
            String text = "fan-out " + ++numbers + ".";
            SocketCrowd.Watch watch = crowd.watch(text, group.connected());
            long start = System.nanoTime();
            system.client().callOrThrow("sendMsg", group.sender(), Texts.toGroup(group.id(), text));
            // The sending device itself is not told.
            Await.happens(PATIENCE_SECONDS, () -> watch.count() >= group.connected() - 1);
            Progress.say(
                    "%s%d of %d after %.2f s".formatted(text, watch.count(), group.connected() - 1, watch.last(start)));
            if (i > 0) {
                first.add(watch.first(start));
                last.add(watch.last(start));
            }
            missing += group.connected() - 1 - watch.count();
            again += watch.again();
        }
        String name = "group of %d, %d connected: ".formatted(size, group.connected());
        row(name + "first device, s (median)", median(first), null);
        row(name + "last device, s (median)", median(last), isSmallest ? SMALLEST_SECONDS : null);
        row(name + "devices a second", (group.connected() - 1) / median(last), null);
        row(name + "devices that did not hear", missing, NONE);
        row(name + "devices that heard twice", again, NONE);
    }

    /** The profiler slows the database down, so no time is taken here. */
    private void countCommands(StartedSystem system, Database database, CrowdedGroup group, int size)
            throws IOException {
        try (Profiler profiler = database.profiler()) {
            Profiler.Mark mark = profiler.mark();
            system.client().callOrThrow("sendMsg", group.sender(), Texts.toGroup(group.id(), "counted"));
            int commands = profiler.since(mark).commands();
            int hops = size / PAGE + 1;
            int ofTheSend = 3;
            row("commands of a hop (%d hops)".formatted(hops), (commands - ofTheSend) / (double) hops, HOP_COMMANDS);
        }
    }

    /** What a hop leaves as garbage is the most that it can have held at once. */
    private void memory(StartedSystem system, SocketCrowd crowd, Population population, List<BenchUser> users)
            throws IOException {
        List<BenchUser> page = users.subList(0, Math.min(PAGE - 1, users.size()));
        String group = population.group(page);
        Server server = system.server();
        List<Double> used = new ArrayList<>();
        for (int i = 0; i <= messages; i++) {
            String text = "one hop " + ++numbers + ".";
            SocketCrowd.Watch watch = crowd.watch(text, page.size());
            server.collectGarbage();
            double before = server.heapMegabytes();
            system.client().callOrThrow("sendMsg", page.get(0), Texts.toGroup(group, text));
            Await.happens(PATIENCE_SECONDS, () -> watch.count() >= page.size() - 1);
            used.add(server.heapMegabytes() - before);
        }
        row("heap that a hop to %d devices uses up, MB".formatted(page.size()), median(used), null);
        row("memory of the server at most, MB", server.peakMegabytes(), null);
    }

    private void triggers(StartedSystem system, List<BenchUser> users) throws IOException {
        system.client()
                .callOrThrow("sendMsg", users.get(0), Texts.toUser(users.get(1).uid(), "the first"));
        Await.happens(3, () -> false);
        long before = triggerInvocations(system);
        for (int i = 0; i < SINGLE_MESSAGES; i++) {
            system.client()
                    .callOrThrow(
                            "sendMsg", users.get(0), Texts.toUser(users.get(1).uid(), "single " + i));
        }
        Await.happens(3, () -> false);
        row(
                "trigger invocations after %d single messages".formatted(SINGLE_MESSAGES),
                triggerInvocations(system) - before,
                NONE);
    }

    private void hanging(StartedSystem system, SocketCrowd crowd, List<BenchUser> users) throws IOException {
        for (int i = 1; i <= HANGING_DEVICES; i++) {
            Progress.say("filling the buffers of a device that does not read");
            int device = users.size() - i;
            crowd.stopReading(device);
            HangingDevice hanging = new HangingDevice(system.client(), users.get(0), users.get(device));
            Optional<Latencies> measured = hanging.fill() ? hanging.measure(HANGING_MESSAGES) : Optional.empty();
            if (measured.isPresent()) {
                row("sendMsg to a device that hangs, p50, ms", measured.get().p50Millis(), null);
                row("sendMsg to a device that hangs, p99, ms", measured.get().percentileMillis(99), HANGING_MILLIS);
                return;
            }
        }
        System.out.println("sendMsg to a device that hangs: not measured, the server gave the devices up too early");
    }

    /** Each of them logs a line. */
    private static long triggerInvocations(StartedSystem system) throws IOException {
        return Files.readAllLines(system.server().folder().resolve("server.log")).stream()
                .filter(line -> line.contains(CHANGE_EVENTS))
                .count();
    }

    private void row(String what, double measured, Bound bound) {
        kept &= bound == null || bound.isKeptBy(measured);
        table.row(what, measured, bound == null ? "" : bound.verdict(measured));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
