package io.confab.faults;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.bson.Document;

/**
 * A call that makes or ends a friendship. The other user's next friend list completes it: either both are friends and have been
 * notified, or neither.
 *
 * <p>Both were seen to fail if the friend list completes nothing.
 */
enum FriendScenario implements Scenario {
    /** bob accepts alice, while his own invite to her waits. */
    ACCEPT {
        @Override
        public Call prepare(Trial trial) {
            String alice = trial.user("alice");
            String bob = trial.user("bob");
            String id = invite(trial, alice, bob);
            invite(trial, bob, alice);
            return accept(trial, bob, id);
        }

        @Override
        public void verify(Trial trial, Call call) {
            String alice = trial.user("alice");
            String bob = trial.user("bob");
            requireFriends(trial, true);
            requireNothingUnfinished(trial);
            trial.requirePushed(List.of(alice), "", told("uni-im-friend-add", bob));
            trial.requirePushed(List.of(bob), "", told("uni-im-friend-add", alice));
            for (String uid : trial.people()) {
                assertThat(added(trial, uid)).as("notifications of %s", uid).hasSize(1);
                assertThat(trial.list(trial.laboratory().now(), uid).path("data"))
                        .as("conversations of %s", uid)
                        .hasSize(1);
            }
            assertThat(stored(trial, "uni-im-friend-invite", "from_uid"))
                    .hasSize(2)
                    .allSatisfy(invite -> assertThat(invite).containsEntry("state", 100));
        }
    },

    /** bob removes alice; they have talked. */
    REMOVE {
        @Override
        public Call prepare(Trial trial) {
            String alice = trial.user("alice");
            String bob = trial.user("bob");
            trial.done(accept(trial, bob, invite(trial, alice, bob)));
            trial.done(trial.text(alice, "to_uid", bob, "one", "one"));
            trial.settle();
            return trial.call(bob, "removeFriend", Map.of("friend_uid", alice));
        }

        /** The killed call, or a later one, may have ended it. */
        @Override
        public void repeat(Trial trial, Call call) {
            Answer answer = Answer.of(trial.laboratory().now().call(call));
            assertThat(answer.status()).as("%s", answer.body()).isIn(200, 403);
        }

        @Override
        public void verify(Trial trial, Call call) {
            String alice = trial.user("alice");
            String bob = trial.user("bob");
            requireFriends(trial, false);
            requireNothingUnfinished(trial);
            trial.requirePushed(List.of(alice), "", told("uni-im-friend-delete", bob));
            trial.requirePushed(List.of(bob), "", told("uni-im-friend-delete", alice));
            for (String uid : trial.people()) {
                assertThat(trial.list(trial.laboratory().now(), uid).path("data"))
                        .as("conversations of %s", uid)
                        .isEmpty();
            }
        }
    };

    @Override
    public void touch(Trial trial) {
        Scenario.super.touch(trial);
        List<JsonNode> alices = friends(trial, trial.laboratory().later(), trial.user("alice"));
        List<JsonNode> bobs = friends(trial, trial.laboratory().later(), trial.user("bob"));
        assertThat(alices).as("half a friendship").hasSameSizeAs(bobs);
        requireNothingUnfinished(trial);
    }

    private static void requireFriends(Trial trial, boolean expected) {
        for (String uid : trial.people()) {
            assertThat(friends(trial, trial.laboratory().now(), uid))
                    .as("friends of %s", uid)
                    .hasSize(expected ? 1 : 0);
        }
    }

    private static void requireNothingUnfinished(Trial trial) {
        assertThat(stored(trial, "uni-im-friend-invite", "from_uid"))
                .allSatisfy(invite -> assertThat(invite).doesNotContainKey("unfinished"));
        assertThat(stored(trial, "uni-im-friend", "user_id"))
                .allSatisfy(friend -> assertThat(friend).doesNotContainKey("removing"));
    }

    static String invite(Trial trial, String from, String to) {
        return trial.done(trial.call(from, "addFriendInvite", Map.of("to_uid", to)))
                .path("_id")
                .asText();
    }

    static Call accept(Trial trial, String uid, String inviteId) {
        return trial.call(uid, "handleFriendInvite", Map.of("_id", inviteId, "state", 100));
    }

    static List<JsonNode> friends(Trial trial, FunctionJvm jvm, String uid) {
        Answer answer = Answer.of(jvm.call(trial.call(uid, "getFriendList", Map.of())));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return Trial.stream(answer.data()).toList();
    }

    /** A push that names the other one. */
    static Predicate<JsonNode> told(String kind, String friendUid) {
        return push -> (push.path("type").asText().equals(kind)
                        || push.path("subType").asText().equals(kind))
                && push.at("/data/friend_uid").asText().equals(friendUid);
    }

    static List<Document> added(Trial trial, String uid) {
        return trial.laboratory()
                .database()
                .getCollection("uni-im-notification")
                .find(and(eq("user_id", uid), eq("payload.subType", "uni-im-friend-add")))
                .into(new ArrayList<>());
    }

    static List<Document> stored(Trial trial, String collection, String uidField) {
        return trial.laboratory()
                .database()
                .getCollection(collection)
                .find(in(uidField, trial.people()))
                .into(new ArrayList<>());
    }
}
