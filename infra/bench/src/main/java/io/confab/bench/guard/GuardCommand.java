package io.confab.bench.guard;

import io.confab.bench.client.ConfabClient;
import io.confab.bench.measure.Bound;
import io.confab.bench.measure.ExitCode;
import io.confab.bench.measure.Progress;
import io.confab.bench.measure.Table;
import io.confab.bench.system.Target;
import io.confab.bench.system.TargetOptions;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code guard}: what a request costs that anybody can send, by the structure of its body. */
@Command(
        name = "guard",
        mixinStandardHelpOptions = true,
        description = {
            "Sends bodies of equal size and different structure without a token, and compares the processor time that the",
            "server needs to refuse them: it must depend only on the number of bytes."
        })
public final class GuardCommand implements Callable<Integer> {
    private static final Bound BOUND = new Bound(3);
    private static final int WARM_UP = 60;
    private static final int ROUNDS = 3;

    @Mixin
    private TargetOptions target;

    @Option(names = "--bytes", defaultValue = "620000", description = "Size of a body (default: 620000).")
    private int bytes;

    @Option(
            names = "--times",
            defaultValue = "40",
            description = "Calls of each structure, in each of three rounds (default: 40).")
    private int times;

    @Override
    public Integer call() throws Exception {
        try (Target system = target.open()) {
            if (system.serverMillis() < 0) {
                throw new IllegalStateException("the server's process cannot be looked at: --server-pid");
            }
            Map<HostileBody, Double> millis = new EnumMap<>(HostileBody.class);
            Table table = new Table("body", "bytes", "status", "processor ms", "of a flat one", "bound");
            boolean kept = true;
            for (HostileBody shape : HostileBody.values()) {
                Progress.say(shape.description());
                String body = shape.json(bytes);
                int status = refuse(system.client(), body, WARM_UP);
                millis.put(
                        shape,
                        LongStream.range(0, ROUNDS)
                                .mapToDouble(round -> millis(system, body))
                                .min()
                                .orElseThrow());
                double ratio = millis.get(shape) / millis.get(HostileBody.FLAT);
                kept &= BOUND.isKeptBy(ratio);
                table.row(shape.description(), body.length(), status, millis.get(shape), ratio, BOUND.verdict(ratio));
            }
            System.out.print(table);
            return kept ? ExitCode.KEPT : ExitCode.BROKEN;
        }
    }

    private double millis(Target system, String body) {
        long before = system.serverMillis();
        refuse(system.client(), body, times);
        return (system.serverMillis() - before) / (double) times;
    }

    /** The status of the last refusal. */
    private static int refuse(ConfabClient client, String body, int times) {
        int status = 0;
        for (int i = 0; i < times; i++) {
            try {
                status = client.callBare("sendMsg", body).status();
            } catch (IOException e) {
                throw new IllegalStateException("no answer", e);
            }
            if (status != 401 && status != 400) {
                throw new IllegalStateException("not refused as it should be: " + status);
            }
        }
        return status;
    }
}
