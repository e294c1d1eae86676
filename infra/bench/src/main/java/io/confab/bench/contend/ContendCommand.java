package io.confab.bench.contend;

import io.confab.bench.client.BenchUser;
import io.confab.bench.client.Population;
import io.confab.bench.database.Profiler;
import io.confab.bench.database.TracedCommand;
import io.confab.bench.database.Window;
import io.confab.bench.load.Amount;
import io.confab.bench.load.Lane;
import io.confab.bench.load.LoadResult;
import io.confab.bench.load.LoadRun;
import io.confab.bench.load.Scenario;
import io.confab.bench.measure.ExitCode;
import io.confab.bench.measure.InParallel;
import io.confab.bench.measure.Progress;
import io.confab.bench.measure.Table;
import io.confab.bench.system.Target;
import io.confab.bench.system.TargetOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code contend}: several senders compete for the numbers of one conversation. */
@Command(
        name = "contend",
        mixinStandardHelpOptions = true,
        description = {
            "Sends to one group with 1, 8 and 64 senders at the same time: first without the profiler to measure times,",
            "then fewer messages with it to count commands: all commands for each message, including the fan-out, and the",
            "number of inserts that a message needed to get its number. Many senders on few cores also wait for the",
            "processor; for comparison, each line is followed by the same load with a separate group for each sender."
        })
public final class ContendCommand implements Callable<Integer> {
    private static final String MESSAGES = "uni-im-msg";

    @Mixin
    private TargetOptions target;

    @Option(names = "--senders", split = ",", defaultValue = "1,8,64", description = "Default: ${DEFAULT-VALUE}.")
    private List<Integer> senders;

    @Option(
            names = "--messages",
            defaultValue = "2000",
            description = "Messages for each number of senders (default: 2000).")
    private long messages;

    @Option(
            names = "--counted",
            defaultValue = "320",
            description = "Messages whose commands are counted, for each number of senders (default: 320).")
    private int counted;

    @Option(
            names = "--seconds",
            defaultValue = "60",
            description = "Maximum duration for each number of senders (default: 60).")
    private long seconds;

    private final Table table = new Table(
            "senders",
            "where",
            "messages",
            "failed",
            "msg/s",
            "p50 ms",
            "p99 ms",
            "max ms",
            "commands/msg",
            "inserts/msg");

    @Override
    public Integer call() throws Exception {
        int largest = senders.stream().mapToInt(Integer::intValue).max().orElse(1);
        long failures = 0;
        try (Target system = target.open()) {
            Population population = new Population(system.client());
            List<BenchUser> users = population.users(largest + 1);
            for (int number : senders) {
                List<BenchUser> sending = users.subList(0, number);
                String shared = population.group(users);
                failures += measure(
                        system, "one group", InParallel.map(1, number, i -> Lane.toGroup(sending.get(i), shared)));
                failures += measure(
                        system,
                        "a group each",
                        InParallel.map(
                                4,
                                number,
                                i -> Lane.toGroup(
                                        sending.get(i),
                                        population.group(List.of(sending.get(i), users.get(largest))))));
            }
        }
        System.out.print(table);
        return failures == 0 ? ExitCode.KEPT : ExitCode.BROKEN;
    }

    private long measure(Target system, String where, List<Lane> lanes) {
        Scenario scenario = new Scenario(lanes.size() + " senders, " + where, lanes, List.of(), 0, "");
        Progress.say(scenario.name());
        LoadResult timed = new LoadRun(system, scenario).run(new Amount(messages, Duration.ofSeconds(seconds)));
        try (Profiler profiler = system.database().profiler()) {
            Profiler.Mark mark = profiler.mark();
            LoadResult again = new LoadRun(system, scenario).run(new Amount(counted, Duration.ofSeconds(seconds)));
            Window window = profiler.since(mark);
            long all = again.messages() + (long) lanes.size() * LoadRun.WARM_UP_PER_LANE;
            long inserts = window.statements().stream()
                    .filter(ContendCommand::isMessageInsert)
                    .count();
            table.row(
                    lanes.size(),
                    where,
                    timed.messages(),
                    timed.failures(),
                    timed.messagesPerSecond(),
                    timed.send().millis(50),
                    timed.send().millis(99),
                    timed.send().millis(100),
                    window.commands() / (double) all,
                    inserts / (double) all);
            Progress.say(window.statements().stream()
                    .collect(Collectors.groupingBy(TracedCommand::shape, Collectors.counting()))
                    .toString());
            return timed.failures() + again.failures();
        }
    }

    private static boolean isMessageInsert(TracedCommand statement) {
        return statement.name().equals("insert") && statement.collection().equals(MESSAGES);
    }
}
