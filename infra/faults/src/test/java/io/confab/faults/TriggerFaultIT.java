package io.confab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.ConnectionString;
import io.confab.testing.Users;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Change events that come three times at once in two processes, late, out of order, or with a poison one among them, and a
 * database that is away for 10 seconds: how many pushes were sent, delivered, doubled and lost (docs/push.md).
 */
class TriggerFaultIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static final int INVITES = 20;
    private static final Duration AWAY = Duration.ofSeconds(10);

    private static final GatewayPeer PEER = new GatewayPeer();
    private static FunctionJvm one;
    private static FunctionJvm other;
    private static FunctionJvm later;

    @BeforeAll
    static void start() {
        one = LABORATORY.start(options());
        other = LABORATORY.start(options());
        later = LABORATORY.start(options("-Dfaults.ahead=" + Laboratory.LATER.toSeconds() + "s"));
        PEER.warm(LABORATORY, one, other, later);
    }

    @AfterAll
    static void stop() {
        PEER.close();
    }

    private static String[] options(String... more) {
        return Stream.concat(Stream.of(PEER.options(Duration.ofSeconds(3))), Stream.of(more))
                .toArray(String[]::new);
    }

    /** A receiver with one device, by the name of which the peer counts. */
    private static String receiver(String tag, int number) {
        String uid = "%sz%02d".formatted(tag, number);
        Users users = new Users(LABORATORY.database());
        users.add(uid, "asks-" + tag);
        users.connected(uid, "d", uid);
        return uid;
    }

    private static ObjectNode invite(String tag, String receiver, long time) {
        return ChangeEvent.insert(
                "uni-im-friend-invite",
                "invite-" + receiver,
                Map.of("from_uid", "asks-" + tag, "to_uid", receiver, "state", 0, "update_time", time));
    }

    private static List<Integer> counts(List<String> receivers) {
        return receivers.stream().map(uid -> PEER.deliveries(uid).size()).toList();
    }

    private static List<String> receivers(String tag, int count) {
        return IntStream.range(0, count).mapToObj(i -> receiver(tag, i)).toList();
    }

    private static LambdaRuns runs(String tag) {
        return new LambdaRuns(LABORATORY, tag, one, later).toEnd();
    }

    @Test
    void eventThreeTimesAtOnce_isToldOnce() {
        List<String> receivers = receivers("thrice", INVITES);

        AtOnce.run(receivers.stream()
                .flatMap(uid -> Stream.of(one, other, other)
                        .<Callable<Reply>>map(
                                jvm -> () -> jvm.call(ChangeEvent.batch("thrice", invite("thrice", uid, 7)))))
                .toList());
        LambdaRuns runs = runs("thrice");

        FaultTable.Row row =
                FaultTable.Row.of("event three times at once, two processes", counts(receivers), runs.deadDevices(), 3);
        FaultTable.add(row);
        assertThat(row.delivered()).isEqualTo(INVITES);
        assertThat(row.doubled()).isZero();
        assertThat(notifications(receivers)).hasSize(INVITES);
    }

    private static List<Document> notifications(List<String> receivers) {
        return LABORATORY
                .database()
                .getCollection("uni-im-notification")
                .find(new Document("user_id", new Document("$in", receivers)))
                .into(new ArrayList<>());
    }

    @Test
    void olderEventAfterANewerOne_isToldOnceAndTheNewerStateStays() {
        List<String> receivers = receivers("late", INVITES);
        for (String uid : receivers) {
            for (long time : List.of(9L, 7L, 9L, 7L)) {
                assertThat(one.call(ChangeEvent.batch("late", invite("late", uid, time)))
                                .failure())
                        .isNull();
            }
        }
        LambdaRuns runs = runs("late");

        List<Integer> beyondTheOlder = counts(receivers).stream()
                .map(count -> count > 2 ? count : Math.min(count, 1))
                .toList();
        FaultTable.Row row =
                FaultTable.Row.of("late: an older event after a newer one", beyondTheOlder, runs.deadDevices(), 4);
        FaultTable.add(row);
        assertThat(row.doubled()).isZero();
        assertThat(notifications(receivers)).hasSize(INVITES).allSatisfy(stored -> assertThat(stored)
                .containsEntry("about_time", 9L));
    }

    @Test
    void renamesOutOfOrder_areEachAnnouncedOnce() {
        Trial trial = Trial.of(LABORATORY, "order");
        String alice = trial.user("alice");
        String group = trial.group(alice, trial.user("bob"));
        ObjectNode first = ChangeEvent.update("uni-im-group", group, Map.of("name", "First", "update_time", 7));
        ObjectNode second = ChangeEvent.update("uni-im-group", group, Map.of("name", "Second", "update_time", 9));
        for (ObjectNode event : List.of(second, first, second, first)) {
            ChangeEvent.tellUntilItSucceeds(trial, ChangeEvent.batch(trial.tag(), event));
        }

        List<Integer> announced = Stream.of("First", "Second")
                .map(name -> (int) trial.pushes(alice, Trial.OTHER_DEVICE).stream()
                        .filter(push ->
                                push.at("/data/body/updateData/name").asText().equals(name))
                        .count())
                .toList();
        FaultTable.add(FaultTable.Row.of("out of order: two changes of a group", announced, 0, 4));
        assertThat(announced).containsOnly(1);
    }

    @Test
    void poisonEventInTheMiddleOfABatch_isParkedAndTheRestGoesOn() {
        List<String> receivers = receivers("poison", 5);
        // A record that cannot be read: its key is no text.
        LABORATORY
                .database()
                .getCollection("uni-id-device")
                .insertOne(new Document("_id", new ObjectId())
                        .append("user_id", receivers.get(2))
                        .append("device_key", "poison#x")
                        .append("cid_key", "poison-x"));

        Reply reply = one.call(ChangeEvent.batch(
                "poison",
                receivers.stream().map(uid -> invite("poison", uid, 7)).toArray(ObjectNode[]::new)));
        LambdaRuns runs = runs("poison");

        assertThat(reply.failure()).isNull();
        FaultTable.Row row =
                FaultTable.Row.of("poison event in the middle of a batch", counts(receivers), runs.deadDevices(), 2);
        FaultTable.add(row);
        assertThat(row.delivered()).isEqualTo(4);
        assertThat(row.dead()).isEqualTo(1);
    }

    /** Pushes and change events begin before, while and after the database is away; callers and sources repeat what fails. */
    @Test
    void databaseAwayFor10Seconds_losesNothing() {
        ConnectionString server = new ConnectionString(LABORATORY.connectionString());
        String host = server.getHosts().get(0);
        try (Wire wire = Wire.to(Integer.parseInt(host.substring(host.lastIndexOf(':') + 1)))) {
            FunctionJvm cutOff = LABORATORY.start(options("-Dquarkus.mongodb.connection-string=mongodb://127.0.0.1:"
                    + wire.port() + "/?directConnection=true"));
            List<String> receivers = receivers("away", 2 * INVITES);
            List<Callable<Boolean>> tasks = new ArrayList<>(IntStream.range(0, receivers.size())
                    .<Callable<Boolean>>mapToObj(i ->
                            () -> callUntilItSucceeds(cutOff, call(receivers.get(i), i), Duration.ofMillis(i * 300L)))
                    .toList());
            tasks.add(() -> {
                Thread.sleep(1_000);
                wire.cut();
                Thread.sleep(AWAY.toMillis());
                wire.mend();
                return true;
            });
            List<Boolean> atOnce = AtOnce.run(tasks);
            LambdaRuns runs = new LambdaRuns(LABORATORY, "away", cutOff, later).toEnd();

            assertThat(atOnce).as("calls that failed at first").contains(false);
            FaultTable.Row row = FaultTable.Row.of(
                    "database away for 10 s", counts(receivers), runs.deadDevices(), receivers.size());
            FaultTable.add(row);
            assertThat(row.delivered()).isEqualTo(receivers.size());
        }
    }

    private static Call call(String receiver, int number) {
        if (number % 2 == 0) {
            return ChangeEvent.batch("away", invite("away", receiver, 7));
        }
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.putObject("pushParam")
                .put("user_id", receiver)
                .put("title", "t")
                .put("content", "c")
                .put("request_id", "request-" + receiver)
                .putObject("payload")
                .put("type", "order");
        return new Call("away", "sendPushMsg", event);
    }

    /** Returns whether the first try succeeded. */
    private static boolean callUntilItSucceeds(FunctionJvm jvm, Call call, Duration delay) throws InterruptedException {
        Thread.sleep(delay.toMillis());
        if (jvm.call(call).failure() == null) {
            return true;
        }
        for (int tries = 0; tries < 15; tries++) {
            Thread.sleep(1_000);
            if (jvm.call(call).failure() == null) {
                return false;
            }
        }
        // Somebody died with its lease.
        assertThat(later.call(call).failure()).isNull();
        return false;
    }
}
