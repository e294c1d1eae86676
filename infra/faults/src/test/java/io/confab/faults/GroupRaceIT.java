package io.confab.faults;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several processes change one group at the same moment: the result is that of some sequential order. */
class GroupRaceIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static final int ROUNDS = 12;
    private static final int PROCESSES = 3;
    private static final int LIMIT = 40;
    private static final int WANTING_IN = 50;

    private static List<FunctionJvm> jvms;

    private Trial trial;
    private String alice;
    private String bob;
    private String carol;
    private String group;

    @BeforeAll
    static void start() {
        jvms = IntStream.range(0, PROCESSES)
                .mapToObj(i -> LABORATORY.start("-Dconfab.max-group-members=" + LIMIT))
                .toList();
    }

    /** A group of alice with two others. */
    @BeforeEach
    void group() {
        trial = Trial.of(LABORATORY, "group");
        alice = trial.user("alice");
        bob = trial.user("bob");
        carol = trial.user("carol");
        group = trial.group(alice, bob, carol);
    }

    /** Was seen to fail, in every round, without the limit in the filter of the write that stores the change. */
    @RepeatedTest(3)
    void joining_fiftyAtALimitOfForty_fillsTheGroup() {
        List<Call> calls = IntStream.range(0, WANTING_IN)
                .mapToObj(i -> trial.call(trial.user("p" + i), "joinGroup", Map.of("group_id", group)))
                .toList();

        List<Answer> answers = AtOnce.run(IntStream.range(0, WANTING_IN)
                .<Callable<Answer>>mapToObj(
                        i -> () -> Answer.of(jvms.get(i % PROCESSES).call(calls.get(i))))
                .toList());

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(LIMIT - 3);
        assertThat(answers).filteredOn(answer -> answer.status() != 200).allSatisfy(answer -> assertThat(code(answer))
                .isEqualTo("group-full"));
        assertThat(members()).hasSize(LIMIT);
        trial.settle();
        new Recount(trial).check();
    }

    /**
     * Was seen to fail, in a quarter of the rounds, without {@code change_no} in the filter of the write that stores the
     * change.
     */
    @RepeatedTest(ROUNDS)
    void memberMadeAdmin_whileAnAdminExpelsThem_isOneOrTheOther() {
        setAdmin(bob);

        List<Answer> answers = atOnce(
                update(alice, carol, "role", List.of("admin")), expel(bob, carol), update(bob, carol, "mute_type", 1));

        String made = code(answers.get(0));
        String expelled = code(answers.get(1));
        assertThat(made + " " + expelled).isIn("0 no-permission", "user-not-found 0");
        assertThat(members().contains(carol)).isEqualTo(made.equals("0"));
        assertThat(code(answers.get(2))).isIn("0", "no-permission", "user-not-found");
        finish();
    }

    /** Guarded twice: by {@code change_no}, without which it still holds, and by the people of a pending change. */
    @RepeatedTest(ROUNDS)
    void expelling_whileTheyLeave_isAnnouncedOnce() {
        setAdmin(carol);

        List<Answer> answers = atOnce(
                expel(alice, bob), trial.call(bob, "removeGroupMember", Map.of("group_id", group)), expel(carol, bob));

        assertThat(answers).extracting(Answer::status).containsOnlyOnce(200);
        assertThat(answers).filteredOn(answer -> answer.status() != 200).allSatisfy(answer -> assertThat(code(answer))
                .isIn("user-not-found", "not-group-member"));
        assertThat(members()).containsExactlyInAnyOrder(alice, carol);
        finish();
    }

    @RepeatedTest(ROUNDS)
    void joining_whileTheGroupIsDissolved_isBeforeOrNotAtAll() {
        List<Answer> answers = atOnce(
                trial.call(trial.user("dave"), "joinGroup", Map.of("group_id", group)),
                trial.call(alice, "dissolveGroup", Map.of("group_id", group)),
                trial.call(trial.user("erin"), "joinGroup", Map.of("group_id", group)));

        assertThat(code(answers.get(1))).isEqualTo("0");
        assertThat(List.of(code(answers.get(0)), code(answers.get(2)))).isSubsetOf("0", "group-not-found");
        assertThat(members().contains(trial.user("dave")))
                .isEqualTo(code(answers.get(0)).equals("0"));
        assertThat(members().contains(trial.user("erin")))
                .isEqualTo(code(answers.get(2)).equals("0"));
        List<Document> log = new Recount(trial).log("group_" + group);
        assertThat(log.get(log.size() - 1).getString("action")).isEqualTo("group-dissolved");
        finish();
    }

    /** Seen to fail, in half of the rounds, when a request is decided without asking whether it still waits. */
    @RepeatedTest(ROUNDS)
    void request_acceptedAndRefusedAtOnce_isDecidedOnce() {
        setAdmin(bob);
        trial.done(trial.call(alice, "updateGroup", Map.of("group_id", group, "join_option", "needPermission")));
        String dave = trial.user("dave");
        JsonNode asked = trial.done(trial.call(dave, "joinGroup", Map.of("group_id", group)));

        List<Answer> answers = atOnce(handle(alice, asked, 100), handle(bob, asked, -100), handle(bob, asked, 100));

        boolean accepted = members().contains(dave);
        List<String> decision =
                accepted ? List.of("0", "already-handled", "0") : List.of("already-handled", "0", "already-handled");
        assertThat(answers).extracting(GroupRaceIT::code).isEqualTo(decision);
        finish();
    }

    /** Seen to fail, in nearly every round, without {@code change_no}: the same name was announced up to three times. */
    @RepeatedTest(ROUNDS)
    void group_givenTheSameNameAtOnce_announcesItOnce() {
        setAdmin(bob);
        setAdmin(carol);

        List<Answer> answers = atOnce(rename(alice), rename(bob), rename(carol));

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(new Recount(trial).log("group_" + group))
                .filteredOn(message -> "update-group-info-name".equals(message.getString("action")))
                .hasSize(1);
        finish();
    }

    /**
     * The moment in which only the look behind the request helps is short: without it, these rounds have not been seen to fail.
     */
    @RepeatedTest(ROUNDS)
    void asking_whileBeingInvited_leavesNoQuestionOpen() {
        trial.done(trial.call(alice, "updateGroup", Map.of("group_id", group, "join_option", "needPermission")));
        String dave = trial.user("dave");

        List<Answer> answers = atOnce(
                trial.call(dave, "joinGroup", Map.of("group_id", group)), invite(alice, dave), invite(bob, dave));

        assertThat(answers).extracting(GroupRaceIT::code).allMatch(List.of("0", "duplicate-member")::contains);
        assertThat(members()).contains(dave).doesNotHaveDuplicates();
        assertThat(LABORATORY
                        .database()
                        .getCollection("uni-im-group-join")
                        .find(eq("user_id", dave))
                        .map(request -> request.getInteger("state")))
                .allMatch(state -> state == 100);
        finish();
    }

    @RepeatedTest(ROUNDS)
    void comingBack_byTwoWhoInviteAndWhileReading_keepsTheStayOnce() {
        trial.done(trial.text(alice, "group_id", group, "one", "one"));
        trial.done(trial.call(bob, "clearUnreadCount", Map.of("conversation_id", "group_" + group)));
        trial.done(trial.call(bob, "removeGroupMember", Map.of("group_id", group)));

        List<Answer> answers = atOnce(
                invite(alice, bob),
                invite(carol, bob),
                trial.call(bob, "clearUnreadCount", Map.of("conversation_id", "group_" + group)));

        // Who promises behind the other's join, having looked before it, lets nobody in and is answered as if they had.
        assertThat(answers.subList(0, 2))
                .extracting(GroupRaceIT::code)
                .contains("0")
                .isSubsetOf("0", "duplicate-member");
        Document side = LABORATORY
                .database()
                .getCollection("uni-im-conversation")
                .find(eq("user_key", bob + "#group_" + group))
                .first();
        assertThat(side.getList("stays", Document.class)).singleElement().satisfies(stay -> assertThat(stay)
                .containsEntry("join_seq", 0L)
                .containsEntry("leave_seq", 2L)
                .containsEntry("read_seq", 2L));
        finish();
    }

    private Call invite(String uid, String invited) {
        return trial.call(uid, "chooseUserIntoGroup", Map.of("group_id", group, "user_ids", List.of(invited)));
    }

    private void finish() {
        trial.settle();
        new Recount(trial).check();
    }

    private List<String> members() {
        return LABORATORY
                .database()
                .getCollection("uni-im-group-member")
                .find(eq("group_id", group))
                .map(member -> member.getString("user_id"))
                .into(new ArrayList<>());
    }

    private void setAdmin(String uid) {
        trial.done(update(alice, uid, "role", List.of("admin")));
    }

    private Call update(String uid, String target, String field, Object value) {
        return trial.call(uid, "updateGroupMember", Map.of("group_id", group, "user_id", target, field, value));
    }

    private Call expel(String uid, String target) {
        return trial.call(uid, "removeGroupMember", Map.of("group_id", group, "user_ids", List.of(target)));
    }

    private Call handle(String uid, JsonNode asked, int state) {
        return trial.call(
                uid, "handleGroupJoin", Map.of("_id", asked.path("_id").asText(), "state", state));
    }

    private Call rename(String uid) {
        return trial.call(uid, "updateGroup", Map.of("group_id", group, "name", "Tea"));
    }

    private static String code(Answer answer) {
        return answer.body().path("errCode").asText();
    }

    private static List<Answer> atOnce(Call... calls) {
        return AtOnce.run(IntStream.range(0, calls.length)
                .<Callable<Answer>>mapToObj(i -> () -> Answer.of(jvms.get(i).call(calls[i])))
                .toList());
    }
}
