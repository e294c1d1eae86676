package io.confab.bench;

import io.confab.bench.contend.ContendCommand;
import io.confab.bench.count.CountCommand;
import io.confab.bench.fanout.FanOutCommand;
import io.confab.bench.guard.GuardCommand;
import io.confab.bench.kill.KillCommand;
import io.confab.bench.laptop.LaptopCommand;
import io.confab.bench.load.LoadCommand;
import io.confab.bench.measure.ExitCode;
import io.confab.bench.ratio.RatioCommand;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line of the bench. Exit codes: 0 within all bounds, 1 a bound or guarantee is broken, 2 wrong usage, 3 the
 * measurement failed.
 */
@Command(
        name = "infra/bench/run",
        mixinStandardHelpOptions = true,
        description = "Measures a running Confab from outside, by calling its methods, on this machine only.",
        footer = {
            "",
            "What a message costs on AWS is counted by a program of its own: infra/bench/run cost --help",
            "",
            "Exit codes: 0 within all bounds, 1 a bound or guarantee is broken, 2 wrong usage, 3 the measurement failed."
        },
        subcommands = {
            LoadCommand.class,
            CountCommand.class,
            RatioCommand.class,
            KillCommand.class,
            ContendCommand.class,
            GuardCommand.class,
            LaptopCommand.class,
            FanOutCommand.class
        })
public final class Bench {
    private static final Logger DRIVER = Logger.getLogger("org.mongodb.driver");

    private Bench() {}

    public static void main(String... args) {
        DRIVER.setLevel(Level.SEVERE);
        CommandLine commandLine = new CommandLine(new Bench()).setUsageHelpWidth(120);
        commandLine.setExecutionExceptionHandler((e, command, parsed) -> {
            e.printStackTrace(command.getErr());
            return ExitCode.COULD_NOT_MEASURE;
        });
        System.exit(commandLine.execute(args));
    }
}
