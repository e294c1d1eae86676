package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.ids.ConversationIds;
import io.confab.testing.Friendships;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RemoveFriendFunctionTest extends FunctionTestBase {
    private static final String ALICE_AND_BOB = ConversationIds.single("alice", "bob");

    @Inject
    Friendships friendships;

    private Reply remove(String uid, String friendUid) {
        return call("removeFriend", uid, Map.of("friend_uid", friendUid));
    }

    private void areFriends() {
        friendships.befriend("alice", "bob");
        chats.text("alice", "bob", "one");
        chats.text("bob", "alice", "two");
        users.connected("alice", "phone", "alice-1");
        users.connected("bob", "phone", "bob-1");
        forgetEffects();
    }

    @Test
    void removeFriend_friend_isMarkedHiddenAndToldOnBothSides() {
        // Given
        areFriends();

        // When
        Reply reply = call(event("friend"));

        // Then
        assertThat(reply.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(stored("uni-im-friend")).hasSize(2).allSatisfy(friend -> assertThat(friend)
                .containsEntry("deleted", true)
                .containsKeys("update_time", "expire_at")
                .doesNotContainKey("removing"));
        assertThat(stored("uni-im-conversation")).hasSize(2).allSatisfy(side -> assertThat(side)
                .containsEntry("hidden_at_seq", 2L));
        assertThat(pushed("alice-1")).singleElement().satisfies(frame -> assertThat(frame.at("/data"))
                .hasToString("{\"title\":\"\",\"content\":\"\",\"payload\":{\"type\":\"uni-im-friend-delete\","
                        + "\"data\":{\"friend_uid\":\"bob\"}}}"));
        assertThat(pushed("bob-1")).singleElement().satisfies(frame -> assertThat(frame.at("/data/payload/data"))
                .hasToString("{\"friend_uid\":\"alice\"}"));
        assertThat(stored("uni-im-notification"))
                .noneMatch(notification -> "uni-im-friend-delete".equals(notification.get("subType")));
    }

    @Test
    void removeFriend_headBehindItsLog_hidesTheNewestMessageToo() {
        // Given
        areFriends();
        collection("uni-im-conversation")
                .updateMany(new Document(), new Document("$set", new Document("last_seq", 1L)));

        // When
        remove("bob", "alice");

        // Then
        assertThat(stored("uni-im-conversation"))
                .allSatisfy(side -> assertThat(side).containsEntry("hidden_at_seq", 2L));
    }

    @Test
    void removeFriend_again_is403AndPushesNothing() {
        // Given
        areFriends();
        remove("alice", "bob");
        forgetEffects();

        // Then
        assertThat(remove("alice", "bob").outcome()).isEqualTo("403 not-friend");
        assertThat(remove("bob", "alice").outcome()).isEqualTo("403 not-friend");
        assertThat(online.count()).isZero();
    }

    @Test
    void removeFriend_thenInvitingAndAccepting_makesThemFriendsAgain() {
        // Given
        areFriends();
        remove("alice", "bob");

        // When
        friendships.befriend("bob", "alice");

        // Then
        assertThat(stored("uni-im-friend")).hasSize(2).allSatisfy(friend -> assertThat(friend)
                .doesNotContainKeys("deleted", "expire_at"));
        assertThat(remove("alice", "bob").status()).isEqualTo(200);
    }

    @Test
    void removeFriend_acceptanceNotSeenThrough_isFinishedFirst() {
        // Given: accepted, and nothing more
        String id = friendships.invite("bob", "alice");
        collection("uni-im-friend-invite")
                .updateOne(
                        new Document("_id", id),
                        new Document("$set", new Document("state", 100).append("unfinished", List.of("bob", "alice"))));

        // When
        Reply reply = remove("alice", "bob");

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(stored("uni-im-friend-invite").get(0)).doesNotContainKey("unfinished");
        assertThat(stored("uni-im-friend")).hasSize(2).allSatisfy(friend -> assertThat(friend)
                .containsEntry("deleted", true));
    }

    @Test
    void removeFriend_notSeenThrough_isFinishedByTheRepeat() {
        // Given
        areFriends();
        collection("uni-im-friend")
                .updateMany(
                        new Document(),
                        new Document(
                                "$set",
                                new Document("deleted", true)
                                        .append("update_time", 1_700_000_000_000L)
                                        .append("hide_seq", 2L)
                                        .append("removing", List.of("alice", "bob"))));

        // When
        Reply reply = remove("alice", "bob");

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(pushed("alice-1")).hasSize(1);
        assertThat(pushed("bob-1")).hasSize(1);
        assertThat(collection("uni-im-conversation")
                        .countDocuments(new Document("id", ALICE_AND_BOB).append("hidden_at_seq", 2L)))
                .isEqualTo(2);
        assertThat(remove("alice", "bob").outcome()).isEqualTo("403 not-friend");
    }

    @Test
    void removeFriend_stranger_is403() {
        assertThat(call(event("stranger")).outcome()).isEqualTo("403 not-friend");
        assertThat(remove("alice", "nobody").outcome()).isEqualTo("403 not-friend");
        assertThat(remove("alice", "alice").outcome()).isEqualTo("403 not-friend");
        assertThat(call("removeFriend", "alice", Map.of()).outcome()).isEqualTo("400 param-error");
    }
}
