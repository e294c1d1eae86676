package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.push.channel.Outcome;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.RecordingOfflineChannel;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SendPushMsgFunctionTest extends FunctionTestBase {
    private static final String PUSH = "\"title\":\"t\",\"content\":\"c\",\"payload\":{\"a\":1}";

    private Reply push(String more) {
        return call("{\"pushParam\":{" + PUSH + more + "}}");
    }

    private static Map<String, String> report(Reply reply) {
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.data()).hasSize(1);
        Map<String, String> words = new HashMap<>();
        reply.data()
                .elements()
                .next()
                .properties()
                .forEach(entry -> words.put(entry.getKey(), entry.getValue().asText()));
        return words;
    }

    @Test
    void sendPushMsg_notification_isStoredAndPushedWithItsId() {
        // Given
        users.connected("bob", "phone", "bob-1");

        // When
        Reply reply = call(event("notification"));

        // Then
        Document stored = stored("uni-im-notification").get(0);
        assertThat(stored("uni-im-notification")).hasSize(1);
        assertThat(stored)
                .containsEntry("user_id", "bob")
                .containsEntry("title", "Maintenance")
                .containsEntry("content", "Tonight at ten")
                .containsEntry("path", "/pages/notice")
                .containsEntry("is_read", false)
                .containsKey("create_time");
        assertThat(stored.get("payload", Document.class)).containsEntry("subType", "maintenance");
        assertThat(reply.data().get("maintenance-2026-1")).hasToString("{\"ws_dev_bob_phone\":\"successed_online\"}");
        assertThat(pushed("bob-1")).singleElement().satisfies(frame -> {
            assertThat(frame.at("/data/title").asText()).isEqualTo("Maintenance");
            assertThat(frame.at("/data/payload/notificationId").asText()).isEqualTo(stored.getString("_id"));
            assertThat(frame.at("/data/payload/data/hours").asInt()).isEqualTo(2);
        });
    }

    @Test
    void sendPushMsg_sameRequestIdTwice_pushesOnceAndAnswersEmptyData() {
        // Given
        users.connected("bob", "phone", "bob-1");
        call(event("notification"));

        // When
        Reply again = call(event("notification"));

        // Then
        assertThat(again.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(pushed("bob-1")).hasSize(1);
        assertThat(stored("uni-im-notification")).hasSize(1);

        // When a day is over, it is a new request
        clock.set(System.currentTimeMillis() + 86_400_001);
        call(event("notification"));
        assertThat(pushed("bob-1")).hasSize(2);
    }

    @Test
    void sendPushMsg_sameRequestIdAtOnce_waitsForTheFirstAndAnswersEmptyData() {
        // Given
        users.connected("bob", "phone", "bob-1");
        collection("confab-once")
                .insertOne(new Document("_id", "request-under-way")
                        .append("state", "running")
                        .append("lease_until", clock.millis() + 45_000)
                        .append("expire_at", new Date(clock.millis() + 86_400_000)));
        CompletableFuture.runAsync(
                () -> collection("confab-once")
                        .updateOne(
                                new Document("_id", "request-under-way"),
                                new Document("$set", new Document("state", "done"))),
                CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));

        // When
        Reply second = push(",\"user_id\":\"bob\",\"request_id\":\"request-under-way\"");

        // Then
        assertThat(second.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(pushed("bob-1")).isEmpty();
    }

    @Test
    void sendPushMsg_notificationToPeopleWithoutDevices_isStoredForThoseWhoExist() {
        // When
        Reply reply = call(event("notification", Map.of("\"bob\"", "\"bob\", \"nobody\", \"carol\"")));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.text("/data/uni-push-err-res/errCode")).isEqualTo("uni-push-user-invalid");
        assertThat(stored("uni-im-notification"))
                .extracting(notification -> notification.getString("user_id"))
                .containsExactlyInAnyOrder("bob", "carol");
    }

    @Test
    void sendPushMsg_eachKindOfTarget_reachesItsDevices() {
        // Given
        users.add("carol", Map.of("tags", List.of("vip")));
        users.connected("bob", "phone", "bob-1");
        users.device("bob", "pad", Map.of("connection_id", "bob-2", "push_clientid", "cid-pad"));
        users.connected("carol", "phone", "carol-1");

        // Then
        assertThat(report(push(",\"user_id\":\"bob\"")).keySet())
                .containsExactlyInAnyOrder("ws_dev_bob_phone", "cid-pad");
        assertThat(report(push(",\"push_clientid\":[\"cid-pad\",\"unknown\"]")).keySet())
                .containsExactly("cid-pad");
        assertThat(report(push(",\"push_clientid\":\"ws_dev_carol_phone\"")).keySet())
                .containsExactly("ws_dev_carol_phone");
        assertThat(report(push(",\"device_id\":\"phone\"")).keySet())
                .containsExactlyInAnyOrder("ws_dev_bob_phone", "ws_dev_carol_phone");
        assertThat(report(push(",\"user_tag\":[\"vip\"]")).keySet()).containsExactly("ws_dev_carol_phone");
        assertThat(push(",\"user_id\":\"nobody\"").data().has("uni-push-err-res"))
                .isTrue();
    }

    @Test
    void sendPushMsg_platformAppAndToken_narrowTheTargets() {
        // Given
        users.connected("bob", "web", "bob-web");
        users.device("bob", "ios", Map.of("connection_id", "bob-ios", "platform", "ios", "appid", "other"));
        users.device("bob", "ended", Map.of("connection_id", "bob-ended", "token_expired", 1L));

        // Then
        assertThat(report(push(",\"user_id\":\"bob\""))).containsOnlyKeys("ws_dev_bob_web", "ws_dev_bob_ios");
        assertThat(report(push(",\"user_id\":\"bob\",\"platform\":[\"ios\"]"))).containsOnlyKeys("ws_dev_bob_ios");
        assertThat(report(call("{\"appId\":\"other\",\"pushParam\":{" + PUSH + ",\"user_id\":\"bob\"}}")))
                .containsOnlyKeys("ws_dev_bob_ios");
        assertThat(report(push(",\"user_id\":\"bob\",\"check_token\":false")))
                .containsOnlyKeys("ws_dev_bob_web", "ws_dev_bob_ios", "ws_dev_bob_ended");
    }

    @Test
    void sendPushMsg_strategies_chooseTheChannel() {
        // Given
        users.device(
                "bob",
                "phone",
                Map.of(
                        "connection_id", "bob-1",
                        "push_clientid", "both",
                        "channel", RecordingOfflineChannel.CHANNEL,
                        "endpoint", "vendor"));
        users.connected("bob", "web", "bob-2");
        users.device("bob", "none", Map.of("push_clientid", "none"));

        // Then
        assertThat(by(1))
                .containsEntry("both", "successed_online")
                .containsEntry("ws_dev_bob_web", "successed_online")
                .containsEntry("none", "successed_ignore");
        assertThat(by(2))
                .containsEntry("both", "successed_offline")
                .containsEntry("ws_dev_bob_web", "successed_ignore");
        assertThat(by(3)).containsEntry("both", "successed_online");
        assertThat(by(4))
                .containsEntry("both", "successed_offline")
                .containsEntry("ws_dev_bob_web", "successed_online");
    }

    private Map<String, String> by(int strategy) {
        return report(push(",\"user_id\":\"bob\",\"settings\":{\"strategy\":{\"default\":" + strategy + "}}"));
    }

    @Test
    void sendPushMsg_receiverReachedByAVendor_getsTheirUnreadTotalAsBadge() {
        // Given
        users.offline("bob", "phone", RecordingOfflineChannel.CHANNEL, "bobs-phone");
        users.offline("bob", "tablet", RecordingOfflineChannel.CHANNEL, "bobs-tablet");
        users.offline("carol", "phone", RecordingOfflineChannel.CHANNEL, "carols-phone");
        chats.text("carol", "bob", "one");
        chats.textToGroup("dave", chats.group("dave", "bob"), "two");
        forgetEffects();

        // When
        push(",\"user_id\":[\"bob\",\"carol\"]");

        // Then
        assertThat(offline.handed())
                .extracting(handed -> handed.endpoint() + " " + handed.push().path("badge"))
                .containsExactlyInAnyOrder("bobs-phone 2", "bobs-tablet 2", "carols-phone 0");
        assertThat(offline.posts()).isEqualTo(2);

        // When the caller says which number
        offline.reset();
        push(",\"badge\":9,\"user_id\":[\"bob\",\"carol\"]");
        assertThat(offline.handed())
                .extracting(handed -> handed.push().path("badge").asInt())
                .containsExactly(9, 9, 9);
        assertThat(offline.posts()).isEqualTo(1);
    }

    @Test
    void sendPushMsg_vendorSaysGone_forgetsWhatWasTried() {
        // Given
        users.device("bob", "phone", vendor("gone", "endpoint_key", "k"));
        offline.outcome("gone", Outcome.GONE);

        // Then
        assertThat(report(push(",\"user_id\":\"bob\""))).containsEntry("ws_dev_bob_phone", "successed_ignore");
        assertThat(stored("uni-id-device")).singleElement().satisfies(device -> assertThat(device)
                .doesNotContainKeys("endpoint", "endpoint_key", "channel", "push_until")
                .containsKey("token_expired"));
    }

    private static Map<String, Object> vendor(String endpoint, Object... more) {
        Map<String, Object> fields =
                new HashMap<>(Map.of("channel", RecordingOfflineChannel.CHANNEL, "endpoint", endpoint));
        for (int i = 0; i < more.length; i += 2) {
            fields.put((String) more[i], more[i + 1]);
        }
        return fields;
    }

    @Test
    void sendPushMsg_busyOrRefusingOrBrokenDevice_leavesTheOthersAlone() {
        // Given
        for (String device : List.of("good-1", "busy", "refused", "good-2")) {
            users.device("bob", device, vendor(device));
        }
        offline.outcome("busy", Outcome.BUSY);
        offline.outcome("refused", new Outcome.Refused("too large"));

        // When
        Map<String, String> report = report(push(",\"request_id\":\"request-of-bob\",\"user_id\":\"bob\""));

        // Then
        assertThat(report)
                .containsOnly(
                        Map.entry("ws_dev_bob_good-1", "successed_offline"),
                        Map.entry("ws_dev_bob_good-2", "successed_offline"),
                        Map.entry("ws_dev_bob_refused", "successed_ignore"));
        assertThat(invoker.payloads("sendPushMsg")).singleElement().satisfies(event -> {
            assertThat(event.at("/pushParam/push_clientid")).hasToString("[\"ws_dev_bob_busy\"]");
            assertThat(event.get("attempt").asInt()).isEqualTo(2);
            assertThat(event.get("origin_id").asText()).isEqualTo("request-of-bob");
        });
    }

    @Test
    void sendPushMsg_channelThatIsAlwaysBusy_endsAtTheThirdAttemptAsADeadLetter() {
        // Given
        users.device("bob", "phone", vendor("busy"));
        offline.outcome("busy", Outcome.BUSY);

        // When
        push(",\"request_id\":\"request-of-bob\",\"user_id\":\"bob\",\"settings\":{\"ttl\":60000}");
        call(onlyInvocation().toString());
        call(onlyInvocation().toString());

        // Then
        ObjectNode letter = onlyInvocation();
        assertThat(letter.at("/given_up/request_id").asText()).isEqualTo("request-of-bob");
        assertThat(call(letter.toString()).status()).isEqualTo(500);
        assertThat(invoker.invocations()).isEmpty();

        // When an operator sends it again
        offline.outcome("busy", Outcome.DELIVERED);
        letter.remove("given_up");
        assertThat(report(call(letter.toString()))).containsEntry("ws_dev_bob_phone", "successed_offline");
        assertThat(offline.handed()).singleElement().satisfies(handed -> assertThat(
                        handed.push().at("/settings/ttl").asInt())
                .isEqualTo(60_000));
    }

    private ObjectNode onlyInvocation() {
        List<ObjectNode> invoked = invoker.payloads("sendPushMsg");
        assertThat(invoked).hasSize(1);
        invoker.reset();
        return invoked.get(0);
    }

    @Test
    void sendPushMsg_busyForAShortTime_isTriedAgainInTheSameRun() {
        // Given
        users.connected("bob", "phone", "bob-1");
        online.outcomeOnce("bob-1", Outcome.BUSY);

        // Then
        assertThat(report(push(",\"user_id\":\"bob\""))).containsEntry("ws_dev_bob_phone", "successed_online");
        assertThat(online.tries("bob-1")).isEqualTo(2);
        assertThat(invoker.invocations()).isEmpty();
    }

    @Test
    void sendPushMsg_retryAfterBeyondThisRun_isNotTriedAgainAndHandedOverAtItsEnd() {
        // Given
        users.connected("bob", "phone", "bob-1");
        online.outcome("bob-1", new Outcome.Busy(Duration.ofSeconds(60)));

        // When
        long start = System.nanoTime();
        push(",\"user_id\":\"bob\"");

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(900));
        assertThat(online.tries("bob-1")).isEqualTo(1);
        assertThat(invoker.payloads("sendPushMsg")).hasSize(1);
    }

    @Test
    void sendPushMsg_connectionBusyForAWholeAttempt_doesNotKeepTheVendorFromBeingTold() {
        // Given
        users.device("bob", "phone", vendor("phone", "connection_id", "bob-1"));
        online.outcome("bob-1", Outcome.BUSY);

        // When
        push(",\"user_id\":\"bob\"");
        assertThat(offline.handed()).isEmpty();
        Reply second = call(onlyInvocation().toString());

        // Then
        assertThat(report(second)).containsEntry("ws_dev_bob_phone", "successed_offline");
    }

    @Test
    void sendPushMsg_handedOverMessageThatWasRevokedMeanwhile_isPushedToNobody() {
        // Given
        chats.text("alice", "bob", "hello");
        String id = stored("uni-im-msg").get(0).getString("_id");
        users.connected("bob", "phone", "bob-1");
        forgetEffects();
        String event =
                "{\"attempt\":1,\"origin_id\":\"o\",\"pushParam\":{\"title\":\"t\",\"content\":\"c\",\"payload\":"
                        + "{\"type\":\"uni-im\",\"data\":{\"_id\":\"" + id + "\"}},\"user_id\":\"bob\"}}";

        // Then
        call(event);
        assertThat(online.count()).isEqualTo(1);
        set("uni-im-msg", "_id", id, "is_revoke", true);
        assertThat(call(event).json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(online.count()).isEqualTo(1);
    }

    @Test
    void sendPushMsg_ttl_isKeptOnceAndSentInOrderAfterTheNextConnect() {
        // Given
        users.device("bob", "phone", Map.of());
        for (int i = 0; i < 103; i++) {
            clock.set(1_900_000_000_000L + i);
            push(",\"user_id\":\"bob\",\"request_id\":\"request-" + (1_000 + i) + "\",\"settings\":{\"ttl\":60000}")
                    .outcome();
        }
        push(",\"user_id\":\"bob\",\"settings\":{\"ttl\":-1}");
        push(",\"user_id\":\"bob\"");
        assertThat(stored("confab-pending")).hasSize(100);
        set("uni-id-device", "device_id", "phone", "connection_id", "bob-1");

        // When
        String event = "{\"pending\":{\"device\":\"dev_bob_phone\",\"connection_id\":\"bob-1\"}}";
        assertThat(call(event).outcome()).isEqualTo("200 0");
        assertThat(call(event).outcome()).isEqualTo("200 0");

        // Then
        assertThat(pushed("bob-1")).hasSize(100);
        assertThat(stored("confab-pending")).isEmpty();
        assertThat(stored("uni-id-device")).singleElement().satisfies(device -> assertThat(device)
                .doesNotContainKey("pending_push"));
    }

    @Test
    void sendPushMsg_keptPushesOfAConnectionThatIsGoneOrBusy_wait() {
        // Given
        users.device("bob", "phone", Map.of());
        push(",\"user_id\":\"bob\",\"settings\":{\"ttl\":60000}");
        set("uni-id-device", "device_id", "phone", "connection_id", "bob-1");
        String event = "{\"pending\":{\"device\":\"dev_bob_phone\",\"connection_id\":\"bob-%d\"}}";

        // When it is busy, the invocation is tried again
        online.outcome("bob-1", Outcome.BUSY);
        assertThat(call(event.formatted(1)).status()).isEqualTo(500);
        // When it is gone, the next connect finds them
        assertThat(call(event.formatted(2)).outcome()).isEqualTo("200 0");

        // Then
        assertThat(stored("confab-pending")).hasSize(1);
        assertThat(stored("uni-id-device")).singleElement().satisfies(device -> assertThat(device)
                .containsEntry("pending_push", true));
        clock.set(System.currentTimeMillis() + 61_000);
        set("uni-id-device", "device_id", "phone", "connection_id", "bob-3");
        assertThat(call(event.formatted(3)).outcome()).isEqualTo("200 0");
        assertThat(pushed("bob-3")).isEmpty();
    }

    @Test
    void sendPushMsg_payloadTooLargeForAFrame_isRefusedAndHoldsUpNobody() {
        // Given
        users.connected("bob", "phone", "bob-1");

        // Then
        assertThat(report(call(
                        "{\"pushParam\":{\"title\":\"t\",\"content\":\"c\",\"user_id\":\"bob\",\"payload\":{\"x\":\""
                                + "漢".repeat(11_000) + "\"}}}")))
                .containsEntry("ws_dev_bob_phone", "successed_ignore");
        assertThat(online.tries("bob-1")).isZero();
    }

    /** What may be wrong with the channel of 40 devices, and how many of them are left as dead letters. */
    enum Fault {
        NONE(0),
        BUSY_FOR_ONE_ATTEMPT(0),
        BUSY_FOR_TWO_ATTEMPTS(0),
        BUSY_FOR_EVER(40),
        HALF_BUSY_FOR_EVER(20),
        TIMES_OUT(40),
        ONE_TIMES_OUT(1),
        ASKS_TO_WAIT(0);

        private final int deadLetters;

        Fault(int deadLetters) {
            this.deadLetters = deadLetters;
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void sendPushMsg_channelWithAFault_losesNothingAndEnds(Fault fault) {
        // Given
        IntStream.range(0, 40).forEach(i -> users.connected("bob", "d" + i, "c" + i));
        misbehave(fault, 1);

        // When
        int invocations = 1;
        int deadLetters = 0;
        push(",\"user_id\":\"bob\"");
        for (List<ObjectNode> next = take(); !next.isEmpty(); next = take()) {
            invocations += next.size();
            misbehave(fault, invocations);
            for (ObjectNode event : next) {
                deadLetters += event.has("given_up")
                        ? event.at("/pushParam/push_clientid").size()
                        : 0;
                call(event.toString());
            }
        }

        // Then
        List<Integer> frames = IntStream.range(0, 40)
                .map(i -> online.frames("c" + i).size())
                .boxed()
                .toList();
        long delivered = frames.stream().filter(count -> count > 0).count();
        long doubled = frames.stream().filter(count -> count > 1).count();
        System.out.printf(
                "%-22s sent 40  delivered %2d  doubled %d  dead letters %2d  lost %d  invocations %d%n",
                fault, delivered, doubled, deadLetters, 40 - delivered - deadLetters, invocations);
        assertThat(deadLetters).isEqualTo(fault.deadLetters);
        assertThat(delivered).isEqualTo(40 - fault.deadLetters);
        assertThat(doubled).isZero();
        assertThat(invocations).isLessThanOrEqualTo(4);
    }

    private List<ObjectNode> take() {
        List<ObjectNode> invoked = invoker.payloads("sendPushMsg");
        invoker.reset();
        return invoked;
    }

    private void misbehave(Fault fault, int attempt) {
        for (int i = 0; i < 40; i++) {
            String connection = "c" + i;
            boolean isBusy =
                    switch (fault) {
                        case NONE, TIMES_OUT, ONE_TIMES_OUT -> false;
                        case BUSY_FOR_ONE_ATTEMPT, ASKS_TO_WAIT -> attempt == 1;
                        case BUSY_FOR_TWO_ATTEMPTS -> attempt <= 2;
                        case BUSY_FOR_EVER -> true;
                        case HALF_BUSY_FOR_EVER -> i % 2 == 0;
                    };
            Outcome busy = fault == Fault.ASKS_TO_WAIT ? new Outcome.Busy(Duration.ofSeconds(20)) : Outcome.BUSY;
            online.outcome(connection, isBusy ? busy : Outcome.DELIVERED);
            if (fault == Fault.TIMES_OUT || (fault == Fault.ONE_TIMES_OUT && i == 0)) {
                online.delay(connection, Duration.ofSeconds(60));
            }
        }
    }

    @Test
    void sendPushMsg_oneSlowDevice_doesNotHoldUpTheOthers() {
        // Given
        users.connected("bob", "slow", "bob-slow");
        users.connected("bob", "phone", "bob-1");
        online.delay("bob-slow", Duration.ofSeconds(30));

        // When
        long start = System.nanoTime();
        Map<String, String> report = report(push(",\"user_id\":\"bob\""));

        // Then
        assertThat(report).containsOnlyKeys("ws_dev_bob_phone");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        assertThat(invoker.payloads("sendPushMsg")).singleElement().satisfies(event -> assertThat(
                        event.at("/pushParam/push_clientid"))
                .hasToString("[\"ws_dev_bob_slow\"]"));
    }

    @Test
    void sendPushMsg_moreThan500Devices_areAllReached() {
        // Given
        collection("uni-id-device")
                .insertMany(IntStream.range(0, 1_100)
                        .mapToObj(i -> new Document("_id", "d" + i)
                                .append("device_key", "bob#d" + i)
                                .append("cid_key", "cid-" + i)
                                .append("user_id", "bob")
                                .append("device_id", "d" + i)
                                .append("token_expired", 4_102_444_800_000L)
                                .append("connection_id", "c" + i))
                        .toList());

        // When
        push(",\"user_id\":[\"bob\"]");

        // Then
        assertThat(online.count()).isEqualTo(1_100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"pushParam\":[]}",
                "{\"pushParam\":\"all\"}",
                "{\"pushParam\":{" + PUSH + ",\"user_id\":{\"$ne\":null}}}",
                "{\"pushParam\":{" + PUSH + ",\"user_id\":[\"bob\",{\"$gt\":\"\"}]}}",
                "{\"pushParam\":{" + PUSH + ",\"user_id\":\"bob\",\"settings\":{\"ttl\":345600000}}}",
                "{\"pushParam\":{" + PUSH + ",\"user_id\":\"bob\",\"settings\":\"online\"}}",
                "{\"pushParam\":{\"user_id\":\"bob\",\"content\":\"c\",\"payload\":{}}}",
                "{\"pushParam\":{\"user_id\":\"bob\",\"title\":\"t\",\"payload\":{}}}",
                "{\"pushParam\":{\"user_id\":\"bob\",\"title\":\"t\",\"content\":\"c\"}}",
                "{\"pushParam\":{" + PUSH + ",\"user_id\":\"bob\",\"device_id\":\"phone\"}}",
                "{\"pushParam\":{" + PUSH + ",\"user_id\":5}}",
                "{\"pushParam\":{" + PUSH + ",\"user_id\":\"bob\",\"request_id\":\"123456789\"}}",
                "{\"pushParam\":{" + PUSH
                        + ",\"user_id\":\"bob\",\"request_id\":\"123456789012345678901234567890123\"}}",
                "{\"pushParam\":{" + PUSH + ",\"user_id\":\"bob\",\"settings\":{\"ttl\":259200001}}}",
                "{\"pushParam\":{" + PUSH + ",\"user_id\":\"bob\",\"settings\":{\"ttl\":-2}}}",
                "{\"pushParam\":{" + PUSH + ",\"user_id\":\"bob\",\"settings\":{\"ttl\":1.5}}}",
                "{\"pushParam\":{" + PUSH + ",\"user_id\":\"bob\",\"settings\":{\"strategy\":{\"default\":5}}}}",
                "{\"pushParam\":{" + PUSH + ",\"user_id\":\"bob\",\"options\":[]}}",
                "{\"pushParam\":{" + PUSH + ",\"user_id\":\"bob\",\"channel\":\"HW\"}}",
                "{\"pushParam\":{" + PUSH + ",\"user_id\":\"bob\",\"force_notification\":1}}",
                "{\"pushParam\":{" + PUSH + ",\"user_id\":\"bob\",\"sound\":1}}",
                "{\"pushParam\":{" + PUSH + ",\"user_id\":\"bob\",\"badge\":-1}}",
                "{\"attempt\":4,\"pushParam\":{" + PUSH + ",\"user_id\":\"bob\"}}",
            })
    void sendPushMsg_malformed_isRefusedAndPushesNothing(String event) {
        // Given
        users.connected("bob", "phone", "bob-1");

        // Then
        assertThat(call(event).errCode()).isEqualTo("param-error");
        assertThat(online.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"options", "channel"})
    void sendPushMsg_megabyteForVendors_isRefused(String name) {
        // Given
        users.connected("bob", "phone", "bob-1");

        // Then
        assertThat(push(",\"user_id\":\"bob\",\"" + name + "\":{\"x\":\"" + "y".repeat(1 << 20) + "\"}")
                        .errCode())
                .isEqualTo("param-error");
        assertThat(online.count()).isZero();
    }

    @Test
    void sendPushMsg_tooManyTargets_isRefused() {
        String ids = "[" + "\"x\",".repeat(500) + "\"x\"]";
        assertThat(push(",\"user_id\":" + ids).errCode()).isEqualTo("param-error");
        assertThat(push(",\"push_clientid\":" + ids).errCode()).isEqualTo("0");
    }

    @Test
    void sendPushMsg_noTarget_isNoBroadcast() {
        // Given
        users.connected("bob", "phone", "bob-1");

        // Then
        assertThat(call(event("no-target")).errCode()).isEqualTo("param-error");
        assertThat(online.count()).isZero();
    }

    @Test
    void sendPushMsg_emptyTarget_isNothingGiven() {
        // Given
        users.connected("bob", "phone", "bob-1");

        // Then
        for (String kind : List.of("user_id", "push_clientid", "user_tag", "device_id")) {
            for (String empty : List.of("[]", "\"\"", "[\"\"]", "null")) {
                assertThat(push(",\"" + kind + "\":" + empty).errCode())
                        .as("%s %s", kind, empty)
                        .isEqualTo("param-error");
            }
        }
        assertThat(push(",\"user_id\":[],\"push_clientid\":[]").errCode()).isEqualTo("param-error");
        assertThat(push(",\"user_id\":\"bob\",\"push_clientid\":[]").outcome()).isEqualTo("200 0");
    }

    @Test
    void sendPushMsg_calledByUrl_isRefusedWhateverTheBody() {
        // Given
        users.connected("bob", "phone", "bob-1");

        // When
        Reply reply = call(event("called-by-url"));

        // Then
        assertThat(reply.outcome()).isEqualTo("403 no-permission");
        assertThat(reply.errMsg()).isEqualTo("该方法仅支持云对象的方法，或者触发器调用");
        assertThat(online.count()).isZero();
        assertThat(stored("uni-im-notification")).isEmpty();
    }
}
