package io.confab.faults;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Eight processes, with four calls under way in each, serve the same user or group: the rate holds over all of them, to the
 * message (docs/decisions/0021-a-rate-is-kept-by-what-is-stored.md).
 */
class RateIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static final int PROCESSES = 8;
    private static final int CALLS_AT_ONCE = 4;
    private static final int PER_SECOND = 2;
    private static final int BURST = 10;
    private static final int MESSAGES = 3;
    private static final long SECOND = 1_000;
    private static final long DURATION_MILLIS = 3 * SECOND;

    private static List<FunctionJvm> jvms;

    @BeforeAll
    static void start() {
        jvms = IntStream.range(0, PROCESSES)
                .mapToObj(i -> LABORATORY.start(
                        "-Dconfab.rate.messages-per-second=" + PER_SECOND,
                        "-Dconfab.rate.messages-burst=" + BURST,
                        "-Dconfab.rate.group-messages-per-second=" + PER_SECOND,
                        "-Dconfab.rate.group-messages-burst=" + BURST,
                        "-Dconfab.rate.invites-per-minute=" + 60 * PER_SECOND,
                        "-Dconfab.rate.invites-burst=" + BURST))
                .toList();
        // Whatever a first call loads is loaded.
        Trial trial = Trial.of(LABORATORY, "warm");
        jvms.forEach(
                jvm -> Answer.of(jvm.call(trial.text(trial.user("alice"), "to_uid", trial.user("bob"), "hi", "u"))));
    }

    /** Seen to fail, with a hundred accepted instead of sixteen, when ids are drawn at random. */
    @Test
    void oneUser_toMany_isLimitedOverAllProcesses() {
        Trial trial = Trial.of(LABORATORY, "rate");
        String alice = trial.user("alice");
        JsonNode first = trial.done(trial.text(alice, "to_uid", trial.user("p0"), "first", "first"));
        IntStream.range(0, PROCESSES * CALLS_AT_ONCE).forEach(i -> trial.user("p" + i));

        Flood flood = Flood.of(
                i -> trial.call(alice, "sendMsg", Map.of("to_uid", trial.user("p" + i), "type", "text", "body", "hi")));

        flood.requireWithin(BURST, PER_SECOND);
        assertThat(LABORATORY.database().getCollection("uni-im-msg").countDocuments(eq("from_uid", alice)))
                .isEqualTo(flood.accepted() + 1L);
        for (FunctionJvm jvm : jvms) {
            Answer repeat = Answer.of(jvm.call(trial.text(alice, "to_uid", trial.user("p0"), "first", "first")));
            assertThat(repeat.data()).isEqualTo(first);
        }
        new Recount(trial).checkHeads();
    }

    /** Was seen to fail, with no refusal, if the time in the previous message is ignored. */
    @Test
    void oneGroup_ofManySenders_isLimitedOverAllProcesses() {
        Trial trial = Trial.of(LABORATORY, "rategroup");
        int senders = PROCESSES * CALLS_AT_ONCE;
        String[] others =
                IntStream.range(1, senders).mapToObj(i -> trial.user("m" + i)).toArray(String[]::new);
        String group = trial.group(trial.user("m0"), others);

        Flood flood = Flood.of(i ->
                trial.call(trial.user("m" + i), "sendMsg", Map.of("group_id", group, "type", "text", "body", "hi")));

        flood.requireWithin(BURST, PER_SECOND);
        new Recount(trial).checkHeads();
    }

    /** Was seen to fail, with no refusal, if the {@code _id} of slots has a random part. */
    @Test
    void invitations_ofOneUser_areLimitedOverAllProcesses() {
        Trial trial = Trial.of(LABORATORY, "rateinvite");
        String alice = trial.user("alice");
        IntStream.range(0, PROCESSES * CALLS_AT_ONCE).forEach(i -> trial.user("p" + i));

        Flood flood = Flood.of(i -> trial.call(alice, "addFriendInvite", Map.of("to_uid", trial.user("p" + i))));

        flood.requireWithin(BURST, PER_SECOND);
    }

    /** Was seen to fail, with three times as many messages stored, if a forward takes one permit for each conversation. */
    @Test
    void forwards_ofOneUser_areLimitedByWhatTheyStore() {
        Trial trial = Trial.of(LABORATORY, "rateforward");
        String alice = trial.user("alice");
        List<String> sources = IntStream.range(0, MESSAGES)
                .mapToObj(i -> trial.done(trial.text(trial.user("bob"), "to_uid", alice, "text " + i, "s" + i)))
                .map(sent -> sent.path("_id").asText())
                .toList();
        IntStream.range(0, PROCESSES * CALLS_AT_ONCE).forEach(i -> trial.user("p" + i));

        Flood flood = Flood.of(i ->
                trial.call(alice, "forwardMsg", Map.of("msgIds", sources, "to_uids", List.of(trial.user("p" + i)))));

        long stored = LABORATORY.database().getCollection("uni-im-msg").countDocuments(eq("from_uid", alice));
        assertThat(flood.refused()).isPositive();
        assertThat(stored)
                .isBetween((long) MESSAGES * flood.accepted(), BURST + 1 + PER_SECOND * flood.millis() / SECOND);
        new Recount(trial).checkHeads();
    }

    /** Calls without pauses by every process, and their results. */
    private record Flood(int accepted, int refused, long millis) {
        static Flood of(IntFunction<Call> calls) {
            AtomicInteger accepted = new AtomicInteger();
            AtomicInteger refused = new AtomicInteger();
            List<Callable<Void>> tasks = new ArrayList<>();
            long start = System.currentTimeMillis();
            for (int i = 0; i < PROCESSES * CALLS_AT_ONCE; i++) {
                FunctionJvm jvm = jvms.get(i % PROCESSES);
                Call call = calls.apply(i);
                tasks.add(() -> {
                    while (System.currentTimeMillis() - start < DURATION_MILLIS) {
                        Answer answer = Answer.of(jvm.call(call));
                        assertThat(answer.status()).as("%s", answer.body()).isIn(200, 429);
                        (answer.status() == 200 ? accepted : refused).incrementAndGet();
                    }
                    return null;
                });
            }
            AtOnce.run(tasks);
            Flood flood = new Flood(accepted.get(), refused.get(), System.currentTimeMillis() - start);
            System.out.println(flood);
            return flood;
        }

        /**
         * At most the number that the rate allows in that time is stored; and if a call is refused, at least the burst was
         * used.
         */
        void requireWithin(int burst, int perSecond) {
            assertThat(refused).isPositive();
            assertThat(accepted).isBetween(burst, burst + 1 + (int) (perSecond * millis / SECOND));
        }
    }
}
