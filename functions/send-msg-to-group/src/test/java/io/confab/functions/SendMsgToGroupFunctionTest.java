package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.RecordingOfflineChannel;
import io.confab.testing.Users;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SendMsgToGroupFunctionTest extends FunctionTestBase {
    private static final int MAX_INVOCATION_BYTES = 256_000;
    private static final long FAR_FUTURE = 4_102_444_800_000L;

    /** The group and the message that the event file is about. */
    @BeforeEach
    void groupAndMessage() {
        collection("uni-im-group").insertOne(new Document("_id", "g1").append("create_key", "alice#g1"));
        collection("uni-im-msg")
                .insertOne(new Document("_id", "msg-1")
                        .append("conversation_id", "group_g1")
                        .append("group_id", "g1")
                        .append("seq", 1L)
                        .append("seq_key", "group_g1#1")
                        .append("send_key", "alice#msg-1")
                        .append("from_uid", "alice")
                        .append("is_revoke", false));
    }

    private static Document member(String uid, int place) {
        return new Document("_id", "m%05d".formatted(place))
                .append("member_key", "g1#" + uid)
                .append("group_id", "g1")
                .append("user_id", uid);
    }

    private void members(String... uids) {
        for (int i = 0; i < uids.length; i++) {
            collection("uni-im-group-member").insertOne(member(uids[i], i));
        }
    }

    /** Members {@code u0}, {@code u1}… in this order. */
    private void crowd(int size) {
        collection("uni-im-group-member")
                .insertMany(IntStream.range(0, size)
                        .mapToObj(i -> member("u" + i, i))
                        .toList());
    }

    private void devicesOfCrowd(int from, int to, int each) {
        collection("uni-id-device")
                .insertMany(IntStream.range(from * each, to * each)
                        .mapToObj(i -> new Document("_id", "d" + i)
                                .append("device_key", "u" + i / each + "#d" + i)
                                .append("cid_key", "cid-" + i)
                                .append("push_clientid", "cid-" + i)
                                .append("user_id", "u" + i / each)
                                .append("device_id", "d" + i)
                                .append("appid", Users.APP)
                                .append("token_expired", FAR_FUTURE)
                                .append("connection_id", "c" + i))
                        .toList());
    }

    /** Runs an event and all that it invokes, as the asynchronous invoker would; returns the number of runs. */
    private int runToItsEnd(String event) {
        int runs = 0;
        for (String next = event; next != null; runs++) {
            invoker.reset();
            Reply reply = call(next);
            assertThat(reply.outcome()).isEqualTo("200 0");
            assertThat(commands.names()).as("commands of a hop").hasSizeLessThanOrEqualTo(4);
            List<ObjectNode> successors = invoker.payloads("sendMsgToGroup");
            assertThat(successors).hasSizeLessThanOrEqualTo(1);
            next = successors.isEmpty() ? null : successors.get(0).toString();
            if (next != null) {
                assertThat(next.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MAX_INVOCATION_BYTES);
            }
        }
        return runs;
    }

    @Test
    void sendMsgToGroup_smallGroup_reachesMembersButNotTheSendingDevice() {
        // Given
        members("alice", "bob", "carol");
        users.connected("alice", "alice-web", "alice-1");
        users.connected("alice", "alice-phone", "alice-2");
        users.connected("bob", "phone", "bob-1");
        users.device("bob", "old", Map.of("connection_id", "bob-old", "token_expired", 1L));
        users.device("carol", "other", Map.of("connection_id", "carol-other", "appid", "other"));
        users.connected("dave", "phone", "dave-1");

        // When
        Reply reply = call(event("first-page"));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(commands.names()).hasSizeLessThanOrEqualTo(4);
        assertThat(online.count()).isEqualTo(2);
        assertThat(pushed("bob-1")).singleElement().satisfies(frame -> {
            assertThat(frame.at("/data/payload/data/_id").asText()).isEqualTo("msg-1");
            assertThat(frame.at("/data/payload").has("device_id")).isFalse();
        });
        assertThat(pushed("alice-2")).singleElement().satisfies(frame -> assertThat(
                        frame.at("/data/payload/device_id").asText())
                .isEqualTo("alice-web"));
        assertThat(invoker.invocations()).isEmpty();
    }

    @Test
    void sendMsgToGroup_fullPage_invokesTheNextBehindItsLastMember() {
        // Given
        crowd(501);
        devicesOfCrowd(499, 501, 1);

        // When
        call(event("first-page"));

        // Then
        assertThat(pushed("c499")).hasSize(1);
        assertThat(pushed("c500")).isEmpty();
        assertThat(invoker.payloads("sendMsgToGroup")).singleElement().satisfies(next -> {
            assertThat(next.get("before_id").asText()).isEqualTo("m00499");
            assertThat(next.get("appId").asText()).isEqualTo(Users.APP);
            assertThat(next.get("senderAppId").asText()).isEqualTo(Users.APP);
            assertThat(next.get("senderDeviceId").asText()).isEqualTo("alice-web");
            assertThat(next.has("push_clientids")).isFalse();
            assertThat(next.get("pushParam"))
                    .isEqualTo(json(event("first-page")).get("pushParam"));
        });
    }

    @Test
    void sendMsgToGroup_pageWithMoreDevicesThanOneReadTakes_reachesAllOnceAndTheNextPage() {
        // Given: 4,600 devices of 500 people, one of whom has 100, and one person more
        crowd(501);
        devicesOfCrowd(0, 500, 9);
        List<Document> more = IntStream.range(0, 100)
                .mapToObj(i -> new Document("_id", "more" + i)
                        .append("device_key", "u400#more" + i)
                        .append("cid_key", "more-" + i)
                        .append("push_clientid", "more-" + i)
                        .append("user_id", "u400")
                        .append("device_id", "more" + i)
                        .append("appid", Users.APP)
                        .append("token_expired", FAR_FUTURE)
                        .append("connection_id", "more" + i))
                .toList();
        collection("uni-id-device").insertMany(more);
        users.connected("u500", "phone", "last");

        // When
        runToItsEnd(event("first-page"));

        // Then
        assertThat(online.count()).isEqualTo(4_601);
        assertThat(IntStream.range(0, 4_500).mapToObj(i -> "c" + i))
                .allSatisfy(connection -> assertThat(online.frames(connection)).hasSize(1));
        assertThat(IntStream.range(0, 100).mapToObj(i -> "more" + i))
                .allSatisfy(connection -> assertThat(online.frames(connection)).hasSize(1));
        assertThat(pushed("last")).hasSize(1);
    }

    @Test
    void sendMsgToGroup_devicesWithTheLongestNames_keepInvocationsSmallAndNobodyIsLeftOut() {
        // Given: 1,000 devices whose names take three bytes a character
        crowd(100);
        List<Document> devices = IntStream.range(0, 1_000)
                .mapToObj(i -> new Document("_id", "d" + i)
                        .append("device_key", "u" + i / 10 + "#d" + i)
                        .append("cid_key", "漢".repeat(250) + i)
                        .append("push_clientid", "漢".repeat(250) + i)
                        .append("user_id", "u" + i / 10)
                        .append("device_id", "d" + i)
                        .append("appid", Users.APP)
                        .append("token_expired", FAR_FUTURE)
                        .append("connection_id", "c" + i))
                .toList();
        collection("uni-id-device").insertMany(devices);

        // When
        runToItsEnd(event("first-page"));

        // Then
        assertThat(IntStream.range(0, 1_000).mapToObj(i -> "c" + i))
                .allSatisfy(connection -> assertThat(online.frames(connection)).hasSize(1));
    }

    @Test
    void sendMsgToGroup_oneWithCountlessOldRecords_keepsNobodyElseFromHearing() {
        // Given: 4,600 records of one person
        members("alice", "bob", "u0", "zoe");
        devicesOfCrowd(0, 1, 4_600);
        users.connected("bob", "phone", "bob-1");
        users.connected("zoe", "phone", "zoe-1");

        // When
        runToItsEnd(event("first-page"));

        // Then
        assertThat(pushed("bob-1")).hasSize(1);
        assertThat(pushed("zoe-1")).hasSize(1);
        assertThat(online.count()).isLessThanOrEqualTo(4_502);
    }

    @Test
    void sendMsgToGroup_severalPagesSomeWithoutDevices_reachesEverybodyOnceAndEnds() {
        // Given: nobody of the first 500 has a device
        crowd(1_200);
        devicesOfCrowd(600, 1_200, 1);

        // When
        int runs = runToItsEnd(event("first-page"));

        // Then: full, full, 200 left with one hop each
        assertThat(runs).isEqualTo(3);
        assertThat(online.count()).isEqualTo(600);
        for (int i = 600; i < 1_200; i++) {
            assertThat(pushed("c" + i)).hasSize(1);
        }
    }

    @Test
    void sendMsgToGroup_groupOfExactlyOnePage_endsAfterAnEmptyOne() {
        // Given
        crowd(500);
        devicesOfCrowd(0, 1, 1);

        // Then
        assertThat(runToItsEnd(event("first-page"))).isEqualTo(2);
        assertThat(online.count()).isEqualTo(1);
    }

    @Test
    void sendMsgToGroup_moreThan500DevicesInAPage_passesTheRestOnWithTheCursor() {
        // Given: 3 devices each, 1,500 in the full page, and one more member
        crowd(501);
        devicesOfCrowd(0, 501, 3);

        // When
        call(event("first-page"));

        // Then
        assertThat(online.count()).isEqualTo(500);
        ObjectNode next = invoker.payloads("sendMsgToGroup").get(0);
        assertThat(next.get("push_clientids")).hasSize(1_000);
        assertThat(next.get("before_id").asText()).isEqualTo("m00499");
        assertThat(next.get("appId").asText()).isEqualTo(Users.APP);

        // When
        int runs = runToItsEnd(next.toString());

        // Then: 500, 500, and the last member's page
        assertThat(runs).isEqualTo(3);
        assertThat(online.count()).isEqualTo(1_503);
        Set<Integer> framesOfOne = new HashSet<>();
        for (int i = 0; i < 1_503; i++) {
            framesOfOne.add(pushed("c" + i).size());
        }
        assertThat(framesOfOne).containsExactly(1);
    }

    @Test
    void sendMsgToGroup_lastPageWithTooManyDevices_passesTheRestOnWithoutACursor() {
        // Given
        crowd(167);
        devicesOfCrowd(0, 167, 3);

        // When
        call(event("first-page"));

        // Then
        ObjectNode next = invoker.payloads("sendMsgToGroup").get(0);
        assertThat(next.get("push_clientids")).hasSize(1);
        assertThat(next.has("before_id")).isFalse();
        assertThat(runToItsEnd(next.toString())).isEqualTo(1);
        assertThat(online.count()).isEqualTo(501);
    }

    @Test
    void sendMsgToGroup_doneHop_neitherPushesNorInvokesAgain() {
        // Given
        crowd(501);
        devicesOfCrowd(0, 1, 1);
        call(event("first-page"));
        forgetEffects();

        // When
        Reply repeat = call(event("first-page"));

        // Then
        assertThat(repeat.outcome()).isEqualTo("200 0");
        assertThat(online.count()).isZero();
        assertThat(invoker.invocations()).isEmpty();
    }

    @Test
    void sendMsgToGroup_liveLease_throwsAndAnEndedOneIsTakenUp() {
        // Given: a runner that died while handing over to its successor
        clock.set(System.currentTimeMillis());
        crowd(501);
        devicesOfCrowd(0, 1, 1);
        invoker.refuse(new IllegalStateException("killed"));
        assertThat(call(event("first-page")).status()).isEqualTo(500);
        forgetEffects();

        // When
        Reply tooEarly = call(event("first-page"));

        // Then
        assertThat(tooEarly.status()).isEqualTo(500);
        assertThat(online.count()).isZero();

        // When
        clock.set(System.currentTimeMillis() + 60_000);
        Reply later = call(event("first-page"));

        // Then
        assertThat(later.status()).isEqualTo(200);
        assertThat(online.count()).isEqualTo(1);
        assertThat(invoker.payloads("sendMsgToGroup")).hasSize(1);
    }

    @Test
    void sendMsgToGroup_messageRevokedMeanwhile_pushesNothing() {
        // Given
        crowd(501);
        devicesOfCrowd(0, 1, 1);
        collection("uni-im-msg")
                .updateOne(new Document("_id", "msg-1"), new Document("$set", new Document("is_revoke", true)));

        // When
        Reply reply = call(event("first-page"));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(online.count()).isZero();
        assertThat(invoker.invocations()).isEmpty();
    }

    @Test
    void sendMsgToGroup_noticeOfTheRevoke_isPushedAllTheSameToEveryApp() {
        // Given
        members("alice", "bob");
        users.connected("bob", "phone", "bob-1");
        users.device("bob", "other", Map.of("connection_id", "bob-2", "appid", "other"));
        collection("uni-im-msg")
                .updateOne(new Document("_id", "msg-1"), new Document("$set", new Document("is_revoke", true)));

        // When
        call("{\"appId\":\"" + Users.APP + "\",\"pushParam\":{\"title\":\"\",\"content\":\"\",\"payload\":{"
                + "\"type\":\"uni-im-revoke-msg\",\"data\":{\"msg_id\":\"msg-1\",\"group_id\":\"g1\"}},"
                + "\"settings\":{\"strategy\":{\"default\":3}},\"request_id\":\"0123456789\"}}");

        // Then
        assertThat(pushed("bob-1")).hasSize(1);
        assertThat(pushed("bob-2")).hasSize(1);
    }

    @Test
    void sendMsgToGroup_systemMessage_reachesDevicesOfEveryApp() {
        // Given
        members("bob");
        users.device("bob", "other", Map.of("connection_id", "bob-2", "appid", "other"));

        // When
        call(event("first-page", Map.of("\"type\": \"text\"", "\"type\": \"system\"")));

        // Then
        assertThat(pushed("bob-2")).hasSize(1);
    }

    @Test
    void sendMsgToGroup_doNotDisturb_isOnlineOnlyUnlessMentioned() {
        // Given
        members("bob", "carol");
        collection("uni-im-group-member")
                .updateMany(new Document(), new Document("$set", new Document("do_not_disturb", true)));
        users.offline("bob", "pad", RecordingOfflineChannel.CHANNEL, "bob-pad");
        users.offline("carol", "pad", RecordingOfflineChannel.CHANNEL, "carol-pad");
        users.connected("bob", "phone", "bob-1");

        // When
        call(event("first-page", Map.of("\"seq\": 1", "\"seq\": 1, \"call_uid\": [\"carol\"]")));

        // Then
        assertThat(offline.endpoints()).containsExactly("carol-pad");
        assertThat(pushed("bob-1")).hasSize(1);
    }

    /** The hop of another push to the group, whose send has seen this version at this time. */
    private String hop(String requestId, long version, long seenAt) {
        return event(
                "first-page",
                Map.of(
                        "\"senderAppId\"",
                        "\"members\": {\"version\": " + version + ", \"time\": " + seenAt + "}, \"senderAppId\"",
                        "\"settings\"",
                        "\"request_id\": \"" + requestId + "\", \"settings\""));
    }

    private int reached(String hop) {
        forgetEffects();
        assertThat(call(hop).outcome()).isEqualTo("200 0");
        assertThat(commands.names()).hasSize(4);
        return online.count();
    }

    @Test
    void sendMsgToGroup_sameVersion_readsAPageOnceButNotWhenLateOrOlder() {
        // Given
        clock.set(System.currentTimeMillis());
        long now = clock.millis();
        long version = System.nanoTime();
        crowd(2);
        devicesOfCrowd(0, 4, 1);
        assertThat(reached(hop("kept-page-1", version, now))).isEqualTo(2);
        collection("uni-im-group-member").insertOne(member("u2", 2));

        // Then
        assertThat(reached(hop("kept-page-2", version, now)))
                .as("the same version")
                .isEqualTo(2);
        assertThat(reached(hop("kept-page-3", version - 1, now)))
                .as("an older one")
                .isEqualTo(3);
        assertThat(reached(hop("kept-page-4", version, now - 6_000))).as("late").isEqualTo(3);
        assertThat(reached(event("first-page"))).as("none").isEqualTo(3);
        assertThat(reached(hop("kept-page-5", version + 1, now)))
                .as("a newer one")
                .isEqualTo(3);
        collection("uni-im-group-member").insertOne(member("u3", 3));
        clock.set(now + 29_000);
        assertThat(reached(hop("kept-page-6", version + 1, now + 29_000))).isEqualTo(3);
        clock.set(now + 31_000);
        assertThat(reached(hop("kept-page-7", version + 1, now + 31_000)))
                .as("half a minute later")
                .isEqualTo(4);
    }

    @Test
    void sendMsgToGroup_doNotDisturbSetWhileAPageIsKept_counts() {
        // Given
        clock.set(System.currentTimeMillis());
        long version = System.nanoTime();
        members("bob", "carol");
        users.offline("bob", "pad", RecordingOfflineChannel.CHANNEL, "bob-pad");
        users.offline("carol", "pad", RecordingOfflineChannel.CHANNEL, "carol-pad");
        call(hop("kept-quiet-1", version, clock.millis()));
        assertThat(offline.endpoints()).containsExactlyInAnyOrder("bob-pad", "carol-pad");
        forgetEffects();

        // When
        collection("uni-im-group-member")
                .updateOne(new Document("user_id", "bob"), new Document("$set", new Document("do_not_disturb", true)));
        call(hop("kept-quiet-2", version, clock.millis()));

        // Then
        assertThat(offline.endpoints()).containsExactly("carol-pad");
    }

    @Test
    void sendMsgToGroup_extraUids_hearItOnTheFirstHopOnly() {
        // Given
        crowd(500);
        users.connected("erin", "phone", "erin-1");
        String event = event("first-page", Map.of("\"senderAppId\"", "\"extra_uids\": [\"erin\"], \"senderAppId\""));

        // Then
        assertThat(runToItsEnd(event)).isEqualTo(2);
        assertThat(pushed("erin-1")).hasSize(1);
    }

    @Test
    void sendMsgToGroup_fromOutsideOrMalformed_isRefused() {
        // Given
        members("bob");
        users.connected("bob", "phone", "bob-1");

        // Then
        Reply outside = call(event("called-by-url"));
        assertThat(outside.outcome()).isEqualTo("403 no-permission");
        assertThat(outside.errMsg()).isEqualTo("该方法仅支持云对象的方法，或者触发器调用");
        assertThat(call(event("no-group")).errCode()).isEqualTo("param-error");
        for (String payload :
                List.of("\"text\"", "[]", "7", "null", "{\"data\":[]}", "{\"data\":{\"group_id\":{\"$ne\":1}}}")) {
            assertThat(call("{\"pushParam\":{\"title\":\"t\",\"content\":\"c\",\"payload\":" + payload + "}}")
                            .errCode())
                    .as(payload)
                    .isEqualTo("param-error");
        }
        assertThat(online.count()).isZero();
    }
}
