package io.confab.faults;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.MongoCollection;
import io.confab.testing.Events;
import io.confab.testing.Tokens;
import io.confab.testing.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls of several processes at the same moment, about the same thing. */
class RaceIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static final int ROUNDS = 8;
    private static final int MANY_ROUNDS = 16;
    private static final int PROCESSES = 3;

    private static List<FunctionJvm> jvms;

    @BeforeAll
    static void start() {
        jvms = IntStream.range(0, PROCESSES).mapToObj(i -> LABORATORY.start()).toList();
    }

    @RepeatedTest(MANY_ROUNDS)
    void addingTheSamePeople_bySeveralMembers_makesEachAMemberOnce() {
        Trial trial = Trial.of(LABORATORY, "add");
        List<String> inviters =
                Stream.of("alice", "bob", "carol").map(trial::user).toList();
        String group = trial.group(inviters.get(0), inviters.get(1), inviters.get(2));
        List<String> people =
                IntStream.range(0, 4).mapToObj(i -> trial.user("p" + i)).toList();

        List<Answer> answers = atOnce(
                add(trial, inviters.get(0), group, people.subList(0, 3)),
                add(trial, inviters.get(1), group, people),
                add(trial, inviters.get(2), group, people.subList(1, 4)));

        // Who comes last may find that nobody is new.
        assertThat(answers).extracting(Answer::status).contains(200).isSubsetOf(200, 409);
        trial.settle();
        new Recount(trial).checkHeads();
        new Recount(trial).check();
        trial.requirePushed(
                people, "", push -> push.path("data").path("type").asText().equals("system"));
    }

    private static Call add(Trial trial, String inviter, String group, List<String> people) {
        return trial.call(inviter, "chooseUserIntoGroup", Map.of("group_id", group, "user_ids", people));
    }

    /** Seen to fail without the unique index of {@code create_key}. */
    @RepeatedTest(ROUNDS)
    void creatingAGroup_twiceWithOneUniqueId_makesOne() {
        Trial trial = Trial.of(LABORATORY, "create");
        Call call = trial.call(
                trial.user("alice"),
                "chooseUserIntoGroup",
                Map.of("user_ids", List.of(trial.user("bob")), "unique_id", "once"));

        List<Answer> answers = atOnce(call, call, call);

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(answers).extracting(Answer::data).containsOnly(answers.get(0).data());
        new Recount(trial).check();
    }

    /** Seen to fail, in a quarter of the rounds, without the guard {@code read_seq <}. */
    @RepeatedTest(ROUNDS)
    void readMarks_movedToDifferentNumbers_endAtTheLarger() {
        Trial trial = Trial.of(LABORATORY, "read");
        String alice = trial.user("alice");
        String bob = trial.user("bob");
        String conversation = "";
        for (int i = 1; i <= 10; i++) {
            JsonNode sent = trial.done(trial.text(alice, "to_uid", bob, "text " + i, "u" + i));
            conversation = sent.path("conversation_id").asText();
        }

        atOnce(
                trial.call(bob, "clearUnreadCount", Map.of("conversation_id", conversation, "seq", 3)),
                trial.call(bob, "clearUnreadCount", Map.of("conversation_id", conversation, "seq", 8)),
                trial.call(bob, "clearUnreadCount", Map.of("conversation_id", conversation, "seq", 5)));

        Document side = collection("uni-im-conversation")
                .find(eq("user_key", bob + "#" + conversation))
                .first();
        assertThat(side.getLong("read_seq")).isEqualTo(8);
        assertThat(trial.list(LABORATORY.now(), bob).path("unread_total").asLong())
                .isEqualTo(2);
        new Recount(trial).check();
    }

    /** Whatever the removals saw of the message: it is hidden, or shown as the only unread one. */
    @RepeatedTest(ROUNDS)
    void removal_twiceWhileAMessageArrives_leavesOneUnreadOrNone() {
        Trial trial = Trial.of(LABORATORY, "remove");
        String alice = trial.user("alice");
        String bob = trial.user("bob");
        String conversation = "";
        for (int i = 1; i <= 3; i++) {
            JsonNode sent = trial.done(trial.text(alice, "to_uid", bob, "text " + i, "u" + i));
            conversation = sent.path("conversation_id").asText();
        }

        List<Answer> answers = atOnce(
                trial.call(bob, "removeConversation", Map.of("conversation_id", conversation)),
                trial.text(alice, "to_uid", bob, "text 4", "u4"),
                trial.call(bob, "removeConversation", Map.of("conversation_id", conversation)));

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        Document side = collection("uni-im-conversation")
                .find(eq("user_key", bob + "#" + conversation))
                .first();
        assertThat(side.getLong("removed_seq"))
                .isEqualTo(side.getLong("removed_n"))
                .isBetween(3L, 4L);
        assertThat(side.getLong("hidden_at_seq")).isEqualTo(side.getLong("removed_seq"));
        assertThat(side.getLong("read_seq")).isZero();
        assertThat(trial.list(LABORATORY.now(), bob).path("unread_total").asLong())
                .isEqualTo(4 - side.getLong("removed_seq"));
        new Recount(trial).check();
    }

    /** Seen to fail without the revoke's correction of the note. */
    @RepeatedTest(ROUNDS)
    void revoke_whileTheHeadIsWrittenAndTheNextIsSent_leavesNoTextInANote() {
        Trial trial = Trial.of(LABORATORY, "revoke");
        String alice = trial.user("alice");
        String bob = trial.user("bob");
        trial.done(trial.text(alice, "to_uid", bob, "first", "first"));
        String secret = "a secret";
        boolean another = trial.tag().hashCode() % 2 == 0;

        List<Callable<Answer>> tasks = new ArrayList<>(List.of(
                () -> Answer.of(jvms.get(0).call(trial.text(alice, "to_uid", bob, secret, "secret"))),
                () -> Answer.of(jvms.get(1).call(revokeAsSoonAsStored(trial, alice + "#secret"))),
                () -> Answer.of(jvms.get(2).call(trial.call(bob, "getConversationList", Map.of())))));
        if (another) {
            tasks.add(() -> Answer.of(LABORATORY.now().call(trial.text(bob, "to_uid", alice, "next", "next"))));
        }
        List<Answer> answers = AtOnce.run(tasks);

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        new Recount(trial).checkHeads();
        assertThat(collection("uni-im-conversation")
                        .find(in("user_id", trial.people()))
                        .into(new ArrayList<>()))
                .noneMatch(side -> secret.equals(side.getString("last_msg_note")));
        new Recount(trial).check();
    }

    /** Seen to fail without the unique index of {@code cid_key}. */
    @RepeatedTest(ROUNDS)
    void pushClientId_setByTwoUsersAtOnce_belongsToOneDevice() {
        Trial trial = Trial.of(LABORATORY, "cid");
        String cid = "cid-" + trial.tag();
        List<String> people =
                Stream.of("alice", "bob", "carol").map(trial::user).toList();

        List<Answer> answers = atOnce(people.stream()
                .map(uid -> trial.call(uid, "setPushCid", Map.of("pushClientId", cid)))
                .toArray(Call[]::new));

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        List<Document> devices =
                collection("uni-id-device").find(in("user_id", people)).into(new ArrayList<>());
        assertThat(devices).hasSize(people.size() * 2);
        assertThat(devices)
                .filteredOn(device -> cid.equals(device.get("push_clientid")))
                .hasSize(1);
        assertThat(devices).allSatisfy(device -> assertThat(device.getString("cid_key"))
                .isEqualTo(device.get("push_clientid", "ws_" + device.getString("_id"))));
    }

    /** Thirty devices at once, then one more: a moment's excess is mended by the next. */
    @RepeatedTest(ROUNDS)
    void connects_ofManyDevicesAtOnce_leaveTheNewest() {
        Trial trial = Trial.of(LABORATORY, "many");
        String alice = trial.user("alice");

        List<Reply> replies = AtOnce.run(IntStream.range(0, 30)
                .<Callable<Reply>>mapToObj(
                        i -> () -> jvms.get(i % PROCESSES).call(connect(trial, alice, "d" + i, Tokens.good(alice))))
                .toList());
        LABORATORY.now().call(connect(trial, alice, "last", Tokens.good(alice)));

        assertThat(replies)
                .extracting(reply -> reply.output().path("statusCode").asInt())
                .containsOnly(200);
        List<Document> devices =
                collection("uni-id-device").find(eq("user_id", alice)).into(new ArrayList<>());
        assertThat(devices).hasSize(20).anyMatch(device -> "last".equals(device.get("device_id")));
    }

    /** Two connections of one device: one is stored, and the other was told that it is replaced. */
    @RepeatedTest(ROUNDS)
    void connects_ofOneDeviceAtOnce_leaveOneAndTellTheOther() {
        Trial trial = Trial.of(LABORATORY, "one");
        String alice = trial.user("alice");
        String token = Tokens.good(alice);

        AtOnce.run(IntStream.range(0, PROCESSES)
                .<Callable<Reply>>mapToObj(i -> () -> jvms.get(i)
                        .call(new Call(
                                trial.tag(),
                                "wsConnect",
                                Trial.parse(Events.connect(trial.tag() + "-" + i, token, Users.APP, "phone")))))
                .toList());

        String bound = collection("uni-id-device")
                .find(eq("device_key", alice + "#phone"))
                .first()
                .getString("connection_id");
        for (int i = 0; i < PROCESSES; i++) {
            String connection = trial.tag() + "-" + i;
            assertThat(Outgoing.frames(LABORATORY.journal(), connection))
                    .as(connection)
                    .hasSize(connection.equals(bound) ? 0 : 1);
        }
    }

    /** Whoever connects, registers or renews while the user signs out: nothing is reached afterwards. */
    @RepeatedTest(MANY_ROUNDS)
    void logout_whileDevicesComeIn_leavesNoneOfThem() {
        Trial trial = Trial.of(LABORATORY, "out");
        String alice = trial.user("alice");
        String token = Tokens.good(alice);
        Events.Call setPushCid = Events.call("setPushCid")
                .token(token)
                .client(Users.APP, "vendor", "android")
                .body(Map.of("pushClientId", "cid-" + trial.tag()));
        Events.Call refresh = Events.call("refreshToken")
                .token(token)
                .client(Users.APP, Trial.CALLING_DEVICE, "web")
                .body("{}");
        Events.Call logout = Events.call("logout")
                .token(token)
                .client(Users.APP, Trial.CALLING_DEVICE, "web")
                .body("{}");

        AtOnce.run(List.of(
                () -> jvms.get(0).call(connect(trial, alice, "thief", token)),
                () -> jvms.get(1).call(new Call(trial.tag(), "setPushCid", setPushCid.node())),
                () -> jvms.get(2).call(new Call(trial.tag(), "refreshToken", refresh.node())),
                () -> LABORATORY.now().call(new Call(trial.tag(), "logout", logout.node()))));

        assertThat(collection("uni-id-device").find(eq("user_id", alice)).into(new ArrayList<>()))
                .filteredOn(device -> !Trial.OTHER_DEVICE.equals(device.get("device_id")))
                .allSatisfy(device ->
                        assertThat(device).containsEntry("token_expired", 0L).doesNotContainKey("connection_id"));
    }

    /** Cuts are one behind the other, however many come at once. */
    @RepeatedTest(ROUNDS)
    void logoutsOfAllAtOnce_leaveNoTokenOfBefore() {
        Trial trial = Trial.of(LABORATORY, "cut");
        String alice = trial.user("alice");
        String token = Tokens.good(alice);
        Call refresh = new Call(
                trial.tag(),
                "refreshToken",
                Events.call("refreshToken").token(token).body("{}").node());
        List<Callable<Reply>> tasks = new ArrayList<>();
        for (int i = 0; i < 2 * PROCESSES; i++) {
            FunctionJvm jvm = jvms.get(i % PROCESSES);
            String ownToken =
                    Tokens.of(alice).with(claims -> claims.setGeneratedJwtId()).sign();
            tasks.add(() -> jvm.call(refresh));
            tasks.add(() -> jvm.call(new Call(
                    trial.tag(),
                    "logout",
                    Events.call("logout")
                            .token(ownToken)
                            .body(Map.of("all", true))
                            .node())));
        }

        List<Answer> answers = AtOnce.run(tasks).stream().map(Answer::of).toList();

        assertThat(answers).extracting(Answer::status).containsAnyOf(200).isSubsetOf(200, 401);
        for (Answer answer : answers) {
            String renewed = answer.body().at("/newToken/token").asText();
            if (!renewed.isEmpty()) {
                assertThat(Answer.of(LABORATORY
                                        .now()
                                        .call(new Call(
                                                trial.tag(),
                                                "refreshToken",
                                                Events.call("refreshToken")
                                                        .token(renewed)
                                                        .body("{}")
                                                        .node())))
                                .status())
                        .isEqualTo(401);
            }
        }
    }

    private static Call connect(Trial trial, String uid, String device, String token) {
        return new Call(
                trial.tag(),
                "wsConnect",
                Trial.parse(Events.connect(trial.tag() + "-" + device, token, Users.APP, device)));
    }

    /** Seen to fail with a lease that is over at once. */
    @RepeatedTest(ROUNDS)
    void hop_invokedTwiceAtOnce_pushesOnce() {
        Trial trial = Trial.of(LABORATORY, "hop");
        String alice = trial.user("alice");
        String bob = trial.user("bob");
        String group = trial.group(alice, bob);
        JsonNode sent = trial.done(trial.text(alice, "group_id", group, "once", "once"));
        List<JsonNode> accepted = trial.invocations();
        Call hop = new Call(
                trial.tag(), "sendMsgToGroup", accepted.get(accepted.size() - 1).path("payload"));

        List<Reply> replies = AtOnce.run(
                jvms.stream().<Callable<Reply>>map(jvm -> () -> jvm.call(hop)).toList());

        assertThat(replies).anyMatch(reply -> reply.failure() == null);
        trial.settle();
        assertThat(trial.pushes(bob, Trial.CALLING_DEVICE))
                .filteredOn(Trial.messagePush(sent.path("_id").asText()))
                .hasSize(1);
    }

    private static Call revokeAsSoonAsStored(Trial trial, String sendKey) {
        Document stored = null;
        while (stored == null) {
            stored = collection("uni-im-msg").find(eq("send_key", sendKey)).first();
        }
        return trial.call(
                sendKey.substring(0, sendKey.indexOf('#')), "revokeMsg", Map.of("msgId", stored.getString("_id")));
    }

    private static List<Answer> atOnce(Call... calls) {
        return AtOnce.run(IntStream.range(0, calls.length)
                .<Callable<Answer>>mapToObj(i -> () -> Answer.of(jvms.get(i).call(calls[i])))
                .toList());
    }

    private static MongoCollection<Document> collection(String name) {
        return LABORATORY.database().getCollection(name);
    }
}
