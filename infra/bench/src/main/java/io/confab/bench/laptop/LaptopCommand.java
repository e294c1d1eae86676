package io.confab.bench.laptop;

import io.confab.bench.measure.Bound;
import io.confab.bench.measure.ExitCode;
import io.confab.bench.measure.Progress;
import io.confab.bench.measure.Table;
import io.confab.bench.system.Server;
import io.confab.bench.system.StartOptions;
import io.confab.bench.system.StartedSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code laptop}: the embedded database, full. */
@Command(
        name = "laptop",
        mixinStandardHelpOptions = true,
        description = {
            "Starts two laptops with embedded databases, fills one of them with a sample, and makes the same calls in both",
            "by turns; then sends messages into the full one, stops it, kills it and starts it again. Bounds: a call's p50",
            "is at most twice that of the empty one, the folder at most 4 kB a message, a start 8 s, memory 700 MB."
        })
public final class LaptopCommand implements Callable<Integer> {
    private static final Bound BYTES_A_MESSAGE = new Bound(4_096);
    private static final Bound START_SECONDS = new Bound(8);
    private static final Bound MEMORY_MEGABYTES = new Bound(700);
    private static final Bound NONE = new Bound(0);

    @Mixin
    private StartOptions own;

    @Option(names = "--users", defaultValue = "5000", description = "Users of the sample (default: 5000).")
    private int users;

    @Option(names = "--groups", defaultValue = "500", description = "Groups of the sample (default: 500).")
    private int groups;

    @Option(
            names = "--messages",
            defaultValue = "200000",
            description = "Messages of the sample; 0: none, and nothing is compared (default: 200000).")
    private int messages;

    @Option(names = "--times", defaultValue = "200", description = "Calls of each kind (default: 200).")
    private int times;

    @Option(names = "--growth", defaultValue = "16000", description = "Messages sent afterwards (default: 16000).")
    private int growth;

    private final Table table = new Table("", "measured", "bound");
    private boolean kept = true;

    @Override
    public Integer call() throws Exception {
        try (StartedSystem full = own.prepare(true)) {
            Server server = full.server();
            server.start();
            if (messages > 0) {
                compare(full);
            }
            Growth grown = new Growth(full.client(), server.dataFolder());
            grown.run(growth);
            System.out.println(grown);
            space(server, "running");
            row("memory at most, MB", server.peakMegabytes(), MEMORY_MEGABYTES);
            row("shapes of queries without an index", unserved(server), NONE);
            double stop = seconds(server::stop);
            space(server, "stopped");
            System.out.printf("stop after %.1f s%n", stop);
            row("start after a stop, s", seconds(server::start), START_SECONDS);
            server.kill();
            row("start after kill -9, s", seconds(server::start), START_SECONDS);
        }
        System.out.print(table);
        return kept ? ExitCode.KEPT : ExitCode.BROKEN;
    }

    private void compare(StartedSystem full) throws Exception {
        Server server = full.server();
        Progress.say("importing " + messages + " messages");
        double seconds = seconds(
                () -> new SampleImport(own.home(), server.folder()).run(server.databaseUri(), users, groups, messages));
        System.out.printf("import of %d messages: %.0f s%n", messages, seconds);
        try (StartedSystem empty = own.prepare(true)) {
            empty.server().start();
            Comparison comparison = new Comparison(new Scene(empty.client()), new Scene(full.client()), times);
            comparison.run();
            kept &= comparison.isKept();
            System.out.println(comparison);
        }
    }

    /** The server logs each shape once. */
    private static double unserved(Server server) throws IOException {
        return Files.readAllLines(server.folder().resolve("server.log")).stream()
                .filter(line -> line.contains("for want of an index"))
                .count();
    }

    private void space(Server server, String when) {
        double bytes = FolderSize.bytes(server.dataFolder()) / (double) (messages + growth);
        row("folder, bytes a message, " + when, bytes, BYTES_A_MESSAGE);
    }

    private void row(String what, double measured, Bound bound) {
        kept &= bound.isKeptBy(measured);
        table.row(what, measured, bound.verdict(measured));
    }

    private interface Step {
        void run() throws IOException;
    }

    private static double seconds(Step step) throws IOException {
        long start = System.nanoTime();
        step.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
