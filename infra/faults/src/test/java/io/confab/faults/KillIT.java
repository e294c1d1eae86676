package io.confab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process dies at every point of a call: before and after each of its database commands. The next call that uses the
 * conversation finds it complete.
 *
 * <p>One process dies in the middle of many such calls, each with its own users ({@link Death}).
 *
 * <p>Dead before command k and dead after command k − 1 leave the same database; so after the former the users' lists come
 * first, as if the caller never repeated, and after the latter the caller's repeat comes first. The calls that send, read,
 * revoke and create groups are tested with both at every point; the others alternate, so that each state is tested once.
 *
 * <p>Was seen to fail: if a list does not look for a message one number after each head; without the pending change of a join
 * ({@code pending_changes}) or its removal; if a revoke does not correct the preview; and if a repeat drops a push whose first
 * process has died.
 */
class KillIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    /** So many moments of a scenario are tried with one process. */
    private static final int MOMENTS_OF_A_DEATH = 16;

    /** Most of a death is the start of its process, so scenarios share it. */
    private static final int SCENARIOS_OF_A_DEATH = 6;

    private static final int MAX_COMMANDS = 30;
    private static final int MAX_READS = 3;

    static Stream<Named<List<Scenario>>> scenarios() {
        List<Scenario> all = Stream.of(
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
                        TriggerScenario.values(),
                        PendingScenario.values(),
                        new Scenario[] {new HopScenario(), new SearchScenario()})
                .flatMap(Stream::of)
                .toList();
        return IntStream.iterate(0, first -> first < all.size(), first -> first + SCENARIOS_OF_A_DEATH)
                .mapToObj(first -> all.subList(first, Math.min(all.size(), first + SCENARIOS_OF_A_DEATH)))
                .map(together ->
                        Named.of(together.stream().map(KillIT::title).collect(Collectors.joining(", ")), together));
    }

    private static String title(Scenario scenario) {
        return scenario instanceof Enum<?> constant
                ? constant.getDeclaringClass().getSimpleName() + " " + constant
                : scenario.toString();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void calls_killedAtEveryCommand_areWholeAfterTheNextTouch(List<Scenario> scenarios) {
        List<Scenario> unfinished = scenarios;
        for (int first = 0; !unfinished.isEmpty(); first += MOMENTS_OF_A_DEATH) {
            unfinished = killAll(unfinished, first);
        }
    }

    /** Kills each at its moments from the first one on; returns the scenarios that have more of them. */
    private static List<Scenario> killAll(List<Scenario> scenarios, int first) {
        List<Attempt> attempts = AtOnce.run(scenarios.stream()
                .flatMap(scenario -> IntStream.range(first, first + MOMENTS_OF_A_DEATH)
                        .<Callable<Attempt>>mapToObj(moment -> () -> Attempt.at(scenario, moment)))
                .toList());
        Set<Integer> survivors =
                LABORATORY.kill(attempts.stream().map(Attempt::doomed).toList());
        List<Scenario> unfinished = new ArrayList<>();
        List<Attempt> toCheck = new ArrayList<>();
        for (int i = 0; i < scenarios.size(); i++) {
            int from = i * MOMENTS_OF_A_DEATH;
            int to = from + MOMENTS_OF_A_DEATH;
            int end = IntStream.range(from, to)
                    .filter(survivors::contains)
                    .findFirst()
                    .orElse(to);
            assertThat(IntStream.range(end, to)).allMatch(survivors::contains);
            // The first that ended is looked at as well: so the call is when nobody dies.
            toCheck.addAll(attempts.subList(from, Math.min(end + 1, to)));
            if (end == to) {
                assertThat(attempts.get(to - 1).doomed().at()).isLessThan(MAX_COMMANDS);
                unfinished.add(scenarios.get(i));
            } else {
                int kills = first + end - from;
                System.out.printf("%s: %d kills%n", title(scenarios.get(i)), kills);
                assertThat(kills).isPositive().isEven();
            }
        }
        AtOnce.run(toCheck.stream()
                .map(attempt -> Executors.callable(attempt::check))
                .toList());
        return unfinished;
    }

    /** A call with its own users, and the point at which it dies. */
    private record Attempt(Scenario scenario, Trial trial, Doomed doomed) {

        static Attempt at(Scenario scenario, int moment) {
            Trial trial = Trial.of(LABORATORY, "t");
            boolean after = moment % 2 == 1;
            int at = scenario.isMetBothWays() ? moment / 2 + 1 : after ? moment : moment + 1;
            return new Attempt(scenario, trial, new Doomed(scenario.prepare(trial), at, after));
        }

        /** A read completes what others left within a limit of time, which a busy machine exceeds; then the next read does. */
        private void meetUntilWhole(Recount recount) {
            for (int reads = 1; ; reads++) {
                try {
                    scenario.meet(trial, doomed.call());
                    recount.check();
                    return;
                } catch (AssertionError e) {
                    if (reads == MAX_READS) {
                        throw e;
                    }
                }
            }
        }

        void check() {
            try {
                Recount recount = new Recount(trial);
                if (!doomed.after()) {
                    meetUntilWhole(recount);
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
