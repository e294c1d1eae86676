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
import java.util.stream.LongStream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * 64 senders in 4 processes, in one conversation; a tenth of their calls is made twice at once, by two processes.
 *
 * <p>Seen to fail without the unique index of {@code seq_key}, without that of {@code send_key}, and without the guard
 * {@code last_seq <} of head writes.
 */
class SendRaceIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static final int PROCESSES = 4;
    private static final int SENDERS = 64;
    private static final int MESSAGES_EACH = 10;
    private static final int TWICE_EVERY = 10;

    private static List<FunctionJvm> jvms;

    @BeforeAll
    static void start() {
        jvms = IntStream.range(0, PROCESSES)
                .mapToObj(i -> LABORATORY.start("-Dquarkus.mongodb.max-pool-size=16"))
                .toList();
    }

    @Test
    void senders_inOneGroup_areNumberedWithoutHoleOrDouble() {
        Trial trial = Trial.of(LABORATORY, "crowd");
        String[] others =
                IntStream.range(1, SENDERS).mapToObj(i -> trial.user("s" + i)).toArray(String[]::new);
        String first = trial.user("s0");
        String group = trial.group(first, others);

        race(trial, "group_" + group, 1, i -> new Receiver(trial.user("s" + i), "group_id", group));
    }

    @Test
    void senders_inOneSingleChat_areNumberedWithoutHoleOrDouble() {
        Trial trial = Trial.of(LABORATORY, "pair");
        String alice = trial.user("alice");
        String bob = trial.user("bob");
        String conversation = trial.done(trial.text(alice, "to_uid", bob, "first", "first"))
                .path("conversation_id")
                .asText();

        race(
                trial,
                conversation,
                1,
                i -> i % 2 == 0 ? new Receiver(alice, "to_uid", bob) : new Receiver(bob, "to_uid", alice));
    }

    private record Receiver(String sender, String field, String id) {}

    private static void race(Trial trial, String conversation, int before, IntFunction<Receiver> receivers) {
        AtomicInteger underWay = new AtomicInteger(SENDERS);
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            int sender = i;
            tasks.add(() -> {
                try {
                    sendAll(trial, sender, receivers.apply(sender));
                } finally {
                    underWay.decrementAndGet();
                }
                return null;
            });
        }
        String reader = receivers.apply(0).sender();
        tasks.add(() -> readAlong(trial, reader, conversation, underWay));
        long start = System.nanoTime();

        AtOnce.run(tasks);

        int sent = SENDERS * MESSAGES_EACH;
        System.out.printf("%s: %d messages in %d ms%n", conversation, sent, (System.nanoTime() - start) / 1_000_000);
        Recount recount = new Recount(trial);
        List<Document> log = recount.log(conversation);
        assertThat(log).hasSize(before + sent);
        Recount.checkLog(log);
        // Before anybody's list could have mended it.
        recount.checkHeads();
        recount.check();
    }

    private static void sendAll(Trial trial, int sender, Receiver receiver) {
        for (int i = 0; i < MESSAGES_EACH; i++) {
            String uniqueId = sender + "-" + i;
            Call call = trial.text(receiver.sender(), receiver.field(), receiver.id(), "text " + uniqueId, uniqueId);
            if ((sender + i) % TWICE_EVERY == 0) {
                List<JsonNode> answers =
                        AtOnce.run(List.of(() -> send(jvm(sender), call), () -> send(jvm(sender + 1), call)));
                assertThat(answers.get(0)).isEqualTo(answers.get(1));
            } else {
                send(jvm(sender), call);
            }
        }
    }

    private static JsonNode send(FunctionJvm jvm, Call call) {
        Answer answer = Answer.of(jvm.call(call));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.data();
    }

    /** A reader sees all messages up to the newest one that it sees; and the head never decreases. */
    private static Void readAlong(Trial trial, String reader, String conversation, AtomicInteger underWay) {
        long seen = 0;
        long head = 0;
        for (boolean last = false; !last; ) {
            last = underWay.get() == 0;
            Map<String, Object> params = Map.of("conversation_id", conversation, "afterSeq", seen, "limit", 200);
            Answer answer = Answer.of(LABORATORY.now().call(trial.call(reader, "getMsgList", params)));
            List<Long> seqs = Trial.stream(answer.data())
                    .map(message -> message.path("seq").asLong())
                    .toList();
            assertThat(seqs)
                    .containsExactlyElementsOf(LongStream.rangeClosed(seen + 1, seen + seqs.size())
                            .boxed()
                            .toList());
            seen += seqs.size();
            long headNow = head(reader, conversation);
            assertThat(headNow).as("head").isGreaterThanOrEqualTo(head);
            head = headNow;
        }
        return null;
    }

    private static long head(String reader, String conversation) {
        boolean group = conversation.startsWith("group_");
        return LABORATORY
                .database()
                .getCollection(group ? "uni-im-group" : "uni-im-conversation")
                .find(
                        group
                                ? eq("_id", conversation.substring("group_".length()))
                                : eq("user_key", reader + "#" + conversation))
                .first()
                .getLong("last_seq");
    }

    private static FunctionJvm jvm(int number) {
        return jvms.get(number % PROCESSES);
    }
}
