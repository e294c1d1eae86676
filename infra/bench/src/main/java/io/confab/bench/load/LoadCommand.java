package io.confab.bench.load;

import io.confab.bench.client.BenchUser;
import io.confab.bench.client.Population;
import io.confab.bench.measure.Bound;
import io.confab.bench.measure.ExitCode;
import io.confab.bench.measure.Progress;
import io.confab.bench.system.Target;
import io.confab.bench.system.TargetOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code load}: many messages in single chats and groups. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = {
            "Sends text messages in single chats and groups, with several senders at the same time.",
            "Latency is measured by the client: from sendMsg to its reply, and to the receivers' sockets.",
            "`count` checks the maximum numbers of commands; here all commands that follow from a message are counted."
        })
public final class LoadCommand implements Callable<Integer> {
    /** Members that one hop serves; a full page is followed by another hop. */
    private static final int PAGE = 500;

    private static final int CALLERS = 16;
    private static final int CONNECTED = 100;

    /** They are served by one hop. */
    private static final int MEMBERS = PAGE - 1;

    /** In fixed units, see docs/decisions/0049. */
    private static final Bound SINGLE_SERVER = new Bound(3);

    private static final Bound SINGLE_MONGOD = new Bound(2.7);
    private static final Bound GROUP_SERVER = new Bound(40);
    private static final Bound GROUP_MONGOD = new Bound(22);

    @Mixin
    private TargetOptions target;

    @Option(
            names = "--pairs",
            defaultValue = "8",
            description = "Single chats with one sender each; 0 for none (default: 8).")
    private int pairs;

    @Option(
            names = "--groups",
            split = ",",
            defaultValue = "50,500,5000",
            description = "Sizes of the groups, one after the other (default: ${DEFAULT-VALUE}).")
    private List<Integer> groups;

    @Option(names = "--senders", defaultValue = "4", description = "Senders in a group at the same time (default: 4).")
    private int senders;

    @Option(
            names = "--receivers",
            defaultValue = "20",
            description = "Connected members of a group, in addition to the senders (default: 20).")
    private int receivers;

    @Option(
            names = "--messages",
            defaultValue = "3000",
            description = "Maximum number of messages of a load (default: 3000).")
    private long messages;

    @Option(names = "--seconds", defaultValue = "20", description = "Maximum duration of a load (default: 20).")
    private long seconds;

    @Option(
            names = "--processor",
            defaultValue = "4000",
            description = {
                "Single messages whose processor time is measured, after as many for warming up; a tenth as many to a group.",
                "0 for none (default: 4000)."
            })
    private int processor;

    @Override
    public Integer call() throws Exception {
        Amount amount = new Amount(messages, Duration.ofSeconds(seconds));
        LoadReport report = new LoadReport();
        ProcessorReport processorReport = new ProcessorReport();
        long failures = 0;
        try (Target system = target.open()) {
            Population population = new Population(system.client());
            measureProcessor(system, population, processorReport);
            for (Scenario scenario : scenarios(population)) {
                Progress.say(scenario.name());
                LoadResult result = new LoadRun(system, scenario).run(amount);
                failures += result.failures() + (result.expected() - result.arrived());
                report.add(scenario, result);
            }
        }
        if (processor > 0) {
            System.out.println(processorReport);
        }
        System.out.print(report);
        return failures == 0 && processorReport.isKept() ? ExitCode.KEPT : ExitCode.BROKEN;
    }

    private void measureProcessor(Target system, Population population, ProcessorReport to) throws IOException {
        if (processor == 0) {
            return;
        }
        List<BenchUser> people = population.users(2 * CALLERS);
        List<Lane> lanes = IntStream.range(0, CALLERS)
                .mapToObj(i -> Lane.toUser(people.get(i), people.get(CALLERS + i)))
                .toList();
        Scenario single =
                new Scenario("single, " + CALLERS + " callers", lanes, people.subList(CALLERS, 2 * CALLERS), 1, "3");
        to.add(single.name(), new ProcessorRun(system, single).run(processor), SINGLE_SERVER, SINGLE_MONGOD);
        List<BenchUser> members = population.users(MEMBERS);
        Scenario group = new Scenario(
                "group of " + MEMBERS + ", " + CONNECTED + " connected",
                List.of(Lane.toGroup(members.get(0), population.group(members))),
                members.subList(MEMBERS - CONNECTED, MEMBERS),
                CONNECTED,
                "3 + 4");
        to.add(group.name(), new ProcessorRun(system, group).run(processor / 10), GROUP_SERVER, GROUP_MONGOD);
    }

    private List<Scenario> scenarios(Population population) throws IOException {
        int largest = groups.stream().mapToInt(Integer::intValue).max().orElse(0);
        List<BenchUser> users = population.users(Math.max(2 * pairs, largest));
        List<Scenario> scenarios = new ArrayList<>();
        if (pairs > 0) {
            List<Lane> lanes = IntStream.range(0, pairs)
                    .mapToObj(i -> Lane.toUser(users.get(i), users.get(pairs + i)))
                    .toList();
            scenarios.add(new Scenario("single, " + pairs + " pairs", lanes, users.subList(pairs, 2 * pairs), 1, "4"));
        }
        for (int size : groups) {
            scenarios.add(group(population, users.subList(0, size)));
        }
        return scenarios;
    }

    private Scenario group(Population population, List<BenchUser> members) throws IOException {
        String groupId = population.group(members);
        int sending = Math.min(senders, members.size());
        int listening = Math.min(receivers, members.size() - sending);
        // From the end, so that the last of them hear by the last hop.
        List<BenchUser> listeners = members.subList(members.size() - listening, members.size());
        List<Lane> lanes = members.subList(0, sending).stream()
                .map(sender -> Lane.toGroup(sender, groupId))
                .toList();
        String name = "group of " + members.size() + ", " + sending + " senders";
        int hops = members.size() / PAGE + 1;
        return new Scenario(name, lanes, listeners, listening, "5 + 4 x " + hops);
    }
}
