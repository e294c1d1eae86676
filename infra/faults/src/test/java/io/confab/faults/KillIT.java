package io.confab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process dies at every moment that a call has: before and after each of its database commands. Whoever touches the
 * conversation next finds it whole.
 *
 * <p>One process dies with many such calls under way, each of people of its own ({@link Death}).
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

    /** So many calls die with one process. */
    private static final int CALLS_OF_A_DEATH = 16;

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
    void call_killedAtEveryCommand_isWholeAfterTheNextTouch(Scenario scenario) {
        long start = System.nanoTime();
        int kills = 0;
        boolean ended = false;
        while (!ended) {
            List<Attempt> attempts = AtOnce.run(IntStream.range(kills, kills + CALLS_OF_A_DEATH)
                    .<Callable<Attempt>>mapToObj(moment -> () -> Attempt.at(scenario, moment))
                    .toList());
            assertThat(attempts.get(0).doomed().at()).isLessThanOrEqualTo(MAX_COMMANDS);
            Set<Integer> survivors =
                    LABORATORY.kill(attempts.stream().map(Attempt::doomed).toList());
            ended = !survivors.isEmpty();
            int killed = CALLS_OF_A_DEATH - survivors.size();
            assertThat(survivors).allMatch(index -> index >= killed);
            // The first that ended is looked at as well: so the call is when nobody dies.
            AtOnce.run(attempts.subList(0, ended ? killed + 1 : killed).stream()
                    .map(attempt -> Executors.callable(attempt::check))
                    .toList());
            kills += killed;
        }
        System.out.printf("%s: %d kills in %d ms%n", title(scenario), kills, (System.nanoTime() - start) / 1_000_000);
        assertThat(kills).isPositive().isEven();
    }

    /** A call of a trial of its own, and when it dies. */
    private record Attempt(Scenario scenario, Trial trial, Doomed doomed) {

        static Attempt at(Scenario scenario, int moment) {
            Trial trial = Trial.of(LABORATORY, "t");
            boolean after = moment % 2 == 1;
            int at = scenario.isMetBothWays() ? moment / 2 + 1 : after ? moment : moment + 1;
            return new Attempt(scenario, trial, new Doomed(scenario.prepare(trial), at, after));
        }

        void check() {
            try {
                Recount recount = new Recount(trial);
                if (!doomed.after()) {
                    scenario.touch(trial);
                    recount.check();
                }
                scenario.repeat(trial, doomed.call());
                trial.settle();
                recount.check();
                scenario.verify(trial, doomed.call());
                trial.settle();
                recount.check();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        title(scenario) + (doomed.after() ? " after" : " before") + " command " + doomed.at(), e);
            }
        }
    }
}
