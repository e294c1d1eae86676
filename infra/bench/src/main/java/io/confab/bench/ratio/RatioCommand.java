package io.confab.bench.ratio;

import io.confab.bench.measure.Bound;
import io.confab.bench.measure.ExitCode;
import io.confab.bench.measure.Latencies;
import io.confab.bench.measure.Progress;
import io.confab.bench.measure.Table;
import io.confab.bench.system.Target;
import io.confab.bench.system.TargetOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ratio}: compares Confab with the pattern that it replaces. */
@Command(
        name = "ratio",
        mixinStandardHelpOptions = true,
        description = {
            "Compares the median (p50) of Confab with that of the replaced command pattern on the same mongod: one",
            "caller, both in turn. Only the database commands of the pattern are run, directly from the driver of this",
            "command. Confab is called over HTTP; so sendMsg is also shown less the time of a refused call (with a damaged",
            "token: the same path through HTTP, without the database), and this value is compared with the bound. Confab's",
            "three commands, sent directly from the driver, show the best value that is possible. The list is compared",
            "including HTTP and JSON, with the pattern's three joins as sub-pipelines, and once more with two of them as",
            "joins by equality."
        })
public final class RatioCommand implements Callable<Integer> {
    /** Its three commands alone take 0.5 to 0.6, and the same code is measured at 0.67 to 0.85 (docs/benchmarks.md). */
    private static final Bound SEND = new Bound(0.9);

    /** docs/decisions/0047-a-list-reads-its-page.md. */
    private static final Bound LIST = new Bound(0.35);

    /** Number of calls after which the server's JIT compiler is done and times are stable. */
    private static final int WARM_UP = 8_000;

    private static final int LIST_WARM_UP = 200;

    @Mixin
    private TargetOptions target;

    @Option(names = "--times", defaultValue = "2000", description = "Measured sends on each side (default: 2000).")
    private int times;

    @Option(names = "--lists", defaultValue = "40", description = "Measured lists on each side (default: 40).")
    private int lists;

    @Option(names = "--conversations", defaultValue = "500", description = "Length of the list (default: 500).")
    private int conversations;

    @Option(
            names = "--messages",
            defaultValue = "200000",
            description = "Messages in the database of the replaced pattern (default: 200000).")
    private int messages;

    @Option(
            names = "--messages-each",
            defaultValue = "10",
            description = "Messages sent by sendMsg in each of Confab's conversations (default: 10).")
    private int messagesEach;

    @Option(names = "--no-fail", description = "Exit with 0 even if a bound is exceeded.")
    private boolean noFail;

    @Override
    public Integer call() throws Exception {
        try (Target system = target.open();
                OriginalStore store = new OriginalStore(system.database().beside("original"), conversations, messages);
                OwnCommands own = new OwnCommands(system.database().beside("floor"))) {
            ConfabCalls confab = new ConfabCalls(system.client());
            Progress.say("sends");
            List<Latencies> sends = SideBySide.measure(
                    Math.max(WARM_UP, times / 2),
                    times,
                    List.of(new OriginalSend(store)::run, confab.sendMsg(), confab.refusal(), own::send));
            Progress.say("lists");
            List<Latencies> allLists = SideBySide.measure(
                    Math.max(LIST_WARM_UP, lists / 2),
                    lists,
                    List.of(
                            OriginalList.ofPipelines(store)::run,
                            confab.list(conversations, messagesEach),
                            OriginalList.ofEqualities(store)::run));
            boolean kept = print(sends, allLists);
            System.out.printf("messages behind the lists: %d and %d%n", messages, conversations * messagesEach);
            return kept || noFail ? ExitCode.KEPT : ExitCode.BROKEN;
        }
    }

    /** Prints what was measured; returns whether the bounds are kept. */
    private boolean print(List<Latencies> sends, List<Latencies> allLists) {
        double originalSend = sends.get(0).p50Millis();
        double sendMsg = sends.get(1).p50Millis();
        Latencies refusal = sends.get(2);
        double commands = sends.get(3).p50Millis();
        double originalList = allLists.get(0).p50Millis();
        double list = allLists.get(1).p50Millis();
        double plainList = allLists.get(2).p50Millis();
        double inside = sendMsg - refusal.p50Millis();
        double sendRatio = inside / originalSend;
        double listRatio = list / originalList;

        Table table = new Table("p50 in ms", "replaced pattern", "Confab", "ratio", "bound");
        table.row("send a text, over HTTP", originalSend, sendMsg, sendMsg / originalSend, "");
        table.row(
                "send a text, less a refused call of " + refusal.millis(50),
                originalSend,
                inside,
                sendRatio,
                SEND.verdict(sendRatio));
        table.row("the three commands of a send alone", originalSend, commands, commands / originalSend, "");
        table.row("list of " + conversations + ", over HTTP", originalList, list, listRatio, LIST.verdict(listRatio));
        table.row("the same beside joins by equality", plainList, list, list / plainList, "");
        System.out.print(table);
        return SEND.isKeptBy(sendRatio) && LIST.isKeptBy(listRatio);
    }
}
