package io.confab.faults;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.MongoCollection;
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
