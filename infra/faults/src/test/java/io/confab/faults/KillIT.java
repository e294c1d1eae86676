package io.confab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process dies at every moment that a call has: before and after each of its database commands. Whoever touches the
 * conversation next finds it whole.
 *
 * <p>Dead before command k and dead after command k − 1 leave the same database; so the former meet the lists of the people
 * first, as if the caller never came back, and the latter meet the caller's repeat first. The calls that send, read, revoke
 * and make groups meet both at every moment; the others meet them in turn, so that each state is there once.
 *
 * <p>Seen to fail without a list's look one number ahead of each head, without the promise of a join ({@code
 * pending_changes}) or its end, without the note's correction by a revoke, and when a push whose runner has died was dropped by its repeat.
 */
class KillIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static final int SIDE_BY_SIDE = 2;
    private static final int MAX_COMMANDS = 30;

    static Stream<Named<Scenario>> scenarios() {
        return Stream.of(
                        SendScenario.values(),
                        RevokeScenario.values(),
                        ReadScenario.values(),
                        GroupScenario.values(),
                        FriendScenario.values(),
                        SettingsScenario.values(),
                        GroupChangeScenario.values(),
                        DeleteScenario.values(),
                        ForwardScenario.values(),
                        ServerScenario.values(),
                        new Scenario[] {new HopScenario(), new SearchScenario()})
                .flatMap(Stream::of)
                .map(scenario -> Named.of(title(scenario), scenario));
    }

    private static String title(Scenario scenario) {
        return scenario instanceof Enum<?> constant
                ? constant.getDeclaringClass().getSimpleName() + " " + constant
                : scenario.toString();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void call_killedAtEveryCommand_isWholeAfterTheNextTouch(Scenario scenario) throws Exception {
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger kills = new AtomicInteger();
        Callable<Void> worker = () -> {
            while (!ended.get()) {
                int moment = next.getAndIncrement();
                boolean before = moment % 2 == 0;
                int at = scenario.isMetBothWays() ? moment / 2 + 1 : before ? moment + 1 : moment;
                assertThat(at).isLessThanOrEqualTo(MAX_COMMANDS);
                boolean killed = attempt(scenario, at, before ? "before" : "after");
                if (killed) {
                    kills.incrementAndGet();
                } else {
                    ended.set(true);
                }
            }
            return null;
        };
        long start = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        try {
            for (Future<Void> result : threads.invokeAll(Collections.nCopies(SIDE_BY_SIDE, worker))) {
                result.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            threads.shutdownNow();
        }
        System.out.printf(
                "%s: %d kills in %d ms%n", title(scenario), kills.get(), (System.nanoTime() - start) / 1_000_000);
        assertThat(kills.get()).isPositive().isEven();
    }

    private static boolean attempt(Scenario scenario, int at, String when) {
        Trial trial = Trial.of(LABORATORY, "t");
        Call call = scenario.prepare(trial);
        boolean killed = LABORATORY.kill(call, at, when);
        try {
            Recount recount = new Recount(trial);
            if (when.equals("before")) {
                scenario.touch(trial);
                recount.check();
            }
            scenario.repeat(trial, call);
            trial.settle();
            recount.check();
            scenario.verify(trial, call);
            trial.settle();
            recount.check();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(title(scenario) + " killed=" + killed + " " + when + " command " + at, e);
        }
        return killed;
    }
}
