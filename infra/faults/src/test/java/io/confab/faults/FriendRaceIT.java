package io.confab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several processes invite, accept and remove at the same moment between alice and bob. */
class FriendRaceIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static final int ROUNDS = 12;

    private static List<FunctionJvm> jvms;

    private Trial trial;
    private String alice;
    private String bob;

    @BeforeAll
    static void start() {
        jvms = IntStream.range(0, 3).mapToObj(i -> LABORATORY.start()).toList();
    }

    @BeforeEach
    void people() {
        trial = Trial.of(LABORATORY, "friends");
        alice = trial.user("alice");
        bob = trial.user("bob");
    }

    @RepeatedTest(ROUNDS)
    void accepting_severalTimesAtOnce_makesOnePairToldOnce() {
        Call accept = accept(bob, FriendScenario.invite(trial, alice, bob));

        List<Answer> answers = atOnce(accept, accept, accept);

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        requireFriendsToldOnce();
    }

    /** Seen to fail without the guard of the decision, the invite's {@code state}. */
    @RepeatedTest(ROUNDS)
    void accepting_whileRefusing_isDecidedOnce() {
        String id = FriendScenario.invite(trial, alice, bob);

        List<Answer> answers =
                atOnce(accept(bob, id), trial.call(bob, "handleFriendInvite", Map.of("_id", id, "state", -100)));

        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
        boolean accepted = answers.get(0).status() == 200;
        trial.settle();
        assertThat(friendDocuments()).hasSize(accepted ? 2 : 0);
        assertThat(invites()).singleElement().satisfies(invite -> assertThat(invite)
                .containsEntry("state", accepted ? 100 : -100));
    }

    @RepeatedTest(ROUNDS)
    void accepting_eachTheOthersInvite_makesOnePairToldOnce() {
        Call bobs = accept(bob, FriendScenario.invite(trial, alice, bob));
        Call alices = accept(alice, FriendScenario.invite(trial, bob, alice));

        List<Answer> answers = atOnce(bobs, alices);

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        requireFriendsToldOnce();
        requireNobodyWaits();
    }

    @RepeatedTest(ROUNDS)
    void accepting_whileInvitedAgainFromBothSides_leavesNoInviteWaiting() {
        Call accept = accept(bob, FriendScenario.invite(trial, alice, bob));

        List<Answer> answers = atOnce(
                accept,
                trial.call(alice, "addFriendInvite", Map.of("to_uid", bob)),
                trial.call(bob, "addFriendInvite", Map.of("to_uid", alice)));

        assertThat(answers.get(0).status()).isEqualTo(200);
        assertThat(answers).extracting(Answer::status).isSubsetOf(200, 409);
        requireFriendsToldOnce();
        requireNobodyWaits();
    }

    @RepeatedTest(ROUNDS)
    void removing_fromBothSidesAtOnce_endsItOnce() {
        trial.done(accept(bob, FriendScenario.invite(trial, alice, bob)));
        trial.settle();

        List<Answer> answers = atOnce(
                trial.call(alice, "removeFriend", Map.of("friend_uid", bob)),
                trial.call(bob, "removeFriend", Map.of("friend_uid", alice)),
                trial.call(bob, "removeFriend", Map.of("friend_uid", alice)));

        assertThat(answers).extracting(Answer::status).contains(200).isSubsetOf(200, 403);
        trial.settle();
        assertThat(friendDocuments()).hasSize(2).allSatisfy(friend -> assertThat(friend)
                .containsEntry("deleted", true)
                .doesNotContainKey("removing"));
        requirePushedOnce(FriendScenario.told("uni-im-friend-delete", bob), alice);
        requirePushedOnce(FriendScenario.told("uni-im-friend-delete", alice), bob);
    }

    private void requireFriendsToldOnce() {
        trial.settle();
        assertThat(friendDocuments())
                .extracting(friend -> friend.getString("friend_key"))
                .containsExactlyInAnyOrder(alice + "#" + bob, bob + "#" + alice);
        for (String uid : List.of(alice, bob)) {
            assertThat(FriendScenario.added(trial, uid)).hasSize(1);
        }
        requirePushedOnce(FriendScenario.told("uni-im-friend-add", bob), alice);
        requirePushedOnce(FriendScenario.told("uni-im-friend-add", alice), bob);
    }

    private void requirePushedOnce(Predicate<JsonNode> push, String uid) {
        for (String device : List.of(Trial.CALLING_DEVICE, Trial.OTHER_DEVICE)) {
            assertThat(trial.pushes(uid, device)).filteredOn(push).hasSize(1);
        }
    }

    private void requireNobodyWaits() {
        assertThat(invites()).allSatisfy(invite -> assertThat(invite).containsEntry("state", 100));
    }

    private List<Document> invites() {
        return FriendScenario.stored(trial, "uni-im-friend-invite", "from_uid");
    }

    private List<Document> friendDocuments() {
        return FriendScenario.stored(trial, "uni-im-friend", "user_id");
    }

    private Call accept(String uid, String inviteId) {
        return FriendScenario.accept(trial, uid, inviteId);
    }

    private static List<Answer> atOnce(Call... calls) {
        return AtOnce.run(IntStream.range(0, calls.length)
                .<Callable<Answer>>mapToObj(i -> () -> Answer.of(jvms.get(i).call(calls[i])))
                .toList());
    }
}
