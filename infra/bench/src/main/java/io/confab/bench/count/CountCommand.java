package io.confab.bench.count;

import io.confab.bench.client.Population;
import io.confab.bench.database.Profiler;
import io.confab.bench.measure.ExitCode;
import io.confab.bench.measure.Progress;
import io.confab.bench.system.Target;
import io.confab.bench.system.TargetOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code count}: exact commands, documents and keys of each method. */
@Command(
        name = "count",
        mixinStandardHelpOptions = true,
        description = {
            "Counts database commands, documents and keys examined, method by method, with MongoDB's profiler.",
            "Needs a real MongoDB that nothing else uses. The commands of a call are counted separately from those of the",
            "invocations that follow from it; triggers are paused. Commands of the laptop's invocation queue are not counted, because on AWS",
            "that queue is not in the database."
        })
public final class CountCommand implements Callable<Integer> {
    @Mixin
    private TargetOptions target;

    @Option(names = "--times", defaultValue = "10", description = "Calls measured per method (default: 10).")
    private int times;

    @Option(
            names = "--conversations",
            defaultValue = "500",
            description = "Single chats of the account with a long history (default: 500).")
    private int conversations;

    @Option(
            names = "--unread",
            defaultValue = "5000",
            description = "Unread messages in one of them, each sent by sendMsg (default: 5000).")
    private int unread;

    @Option(names = "--detail", description = "Also print every statement of the most expensive call.")
    private boolean detail;

    @Override
    public Integer call() throws Exception {
        try (Target system = target.open()) {
            Population population = new Population(system.client());
            CountReport report = new CountReport();
            Progress.say("making users and conversations");
            CountScene scene = CountScene.make(system.client(), population, unread, times + 1);
            LongHistory history = LongHistory.make(system, population, conversations);
            PausedTriggers triggers = PausedTriggers.pause(system.database().measured());
            try (scene;
                    triggers;
                    Profiler profiler = system.database().profiler()) {
                CountRun run = new CountRun(system.client(), scene, new CostMeter(profiler, times), report);
                run.hop();
                run.single();
                run.group();
                run.reading();
                run.history(history);
                run.search(history);
            }
            System.out.print(report.text(detail));
            return report.isKept() ? ExitCode.KEPT : ExitCode.BROKEN;
        }
    }
}
