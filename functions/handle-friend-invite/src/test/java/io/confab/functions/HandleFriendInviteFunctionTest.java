package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.ids.Hashes;
import io.confab.testing.Friendships;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** bob has invited alice. */
@QuarkusTest
class HandleFriendInviteFunctionTest extends FunctionTestBase {
    private static final String INVITE = Hashes.md5("[\"bob\",\"alice\"]");
    private static final String MIRROR = Hashes.md5("[\"alice\",\"bob\"]");

    @Inject
    Friendships friendships;

    private Reply handle(String uid, String id, int state) {
        return call("handleFriendInvite", uid, Map.of("_id", id, "state", state));
    }

    private Document invite(String id) {
        return collection("uni-im-friend-invite").find(new Document("_id", id)).first();
    }

    private void invited() {
        users.add("bob", Map.of("nickname", "Bob", "avatar_file", new Document("url", "/u")));
        friendships.invite("bob", "alice");
        users.connected("alice", "phone", "alice-1");
        users.connected("bob", "phone", "bob-1");
        forgetEffects();
    }

    @Test
    void handleFriendInvite_accept_makesFriendsOfBoth() {
        // Given
        invited();

        // When
        Reply reply = call(event("accept"));

        // Then
        assertThat(reply.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(stored("uni-im-friend"))
                .extracting(friend -> friend.getString("user_id") + " " + friend.getString("friend_uid"))
                .containsExactlyInAnyOrder("alice bob", "bob alice");
        assertThat(invite(INVITE)).containsEntry("state", 100).doesNotContainKey("unfinished");
        assertThat(stored("uni-im-conversation"))
                .extracting(side -> side.getString("user_id") + " " + side.getString("friend_uid"))
                .containsExactlyInAnyOrder("alice bob", "bob alice");
        assertThat(stored("uni-im-conversation"))
                .allSatisfy(side -> assertThat(side).containsEntry("hidden_at_seq", -1L));
    }

    @Test
    void handleFriendInvite_accept_notifiesBothOnce() {
        // Given
        invited();

        // When
        call(event("accept"));

        // Then
        List<Document> notifications = stored("uni-im-notification").stream()
                .filter(notification -> "uni-im-friend-add"
                        .equals(notification.get("payload", Document.class).getString("subType")))
                .toList();
        assertThat(notifications)
                .extracting(notification -> notification.getString("user_id"))
                .containsExactlyInAnyOrder("alice", "bob");
        assertThat(pushed("alice-1")).singleElement().satisfies(frame -> {
            JsonNode push = frame.get("data");
            assertThat(push.get("title").asText()).isEqualTo("Bob");
            assertThat(push.get("content").asText()).isNotEmpty();
            assertThat(push.at("/payload/type").asText()).isEqualTo("uni-im-notification");
            assertThat(push.at("/payload/subType").asText()).isEqualTo("uni-im-friend-add");
            assertThat(push.at("/payload/avatar_file/url").asText()).isEqualTo("/u");
            assertThat(push.at("/payload/data")).hasToString("{\"friend_uid\":\"bob\"}");
            assertThat(notifications).anySatisfy(notification -> assertThat(notification)
                    .containsEntry("user_id", "alice")
                    .containsEntry("_id", push.at("/payload/notificationId").asText()));
        });
        assertThat(pushed("bob-1")).singleElement().satisfies(frame -> assertThat(frame.at("/data/payload/data"))
                .hasToString("{\"friend_uid\":\"alice\"}"));
    }

    @Test
    void handleFriendInvite_refuse_tellsNobody() {
        // Given
        invited();

        // When
        Reply reply = call(event("refuse"));

        // Then
        assertThat(reply.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(invite(INVITE)).containsEntry("state", -100);
        assertThat(stored("uni-im-friend")).isEmpty();
        assertThat(online.count()).isZero();
        assertThat(stored("uni-im-notification")).hasSize(1);
    }

    @Test
    void handleFriendInvite_sameDecisionAgain_succeedsAndDoesNothing() {
        // Given
        invited();
        handle("alice", INVITE, 100);
        List<Document> friends = stored("uni-im-friend");
        forgetEffects();
        clock.set(System.currentTimeMillis() + 100_000);

        // When
        Reply reply = handle("alice", INVITE, 100);

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(stored("uni-im-friend")).isEqualTo(friends);
        assertThat(online.count()).isZero();
        assertThat(stored("uni-im-notification")).hasSize(3);
    }

    @Test
    void handleFriendInvite_otherDecision_is409() {
        invited();
        friendships.invite("carol", "alice");
        String ofCarol = Hashes.md5("[\"carol\",\"alice\"]");
        handle("alice", INVITE, 100);
        handle("alice", ofCarol, -100);

        assertThat(handle("alice", INVITE, -100).outcome()).isEqualTo("409 already-handled");
        assertThat(handle("alice", ofCarol, 100).outcome()).isEqualTo("409 already-handled");
        assertThat(handle("alice", ofCarol, -100).status()).isEqualTo(200);
        assertThat(stored("uni-im-friend")).hasSize(2);
    }

    @Test
    void handleFriendInvite_bothInvitedEachOther_settlesTheOtherInvite() {
        // Given
        invited();
        friendships.invite("alice", "bob");

        // When
        handle("alice", INVITE, 100);

        // Then
        assertThat(invite(MIRROR)).containsEntry("state", 100);
        assertThat(handle("bob", MIRROR, 100).status()).isEqualTo(200);
        assertThat(stored("uni-im-friend")).hasSize(2);
        assertThat(pushed("bob-1"))
                .filteredOn(frame -> frame.at("/data/payload/subType").asText().equals("uni-im-friend-add"))
                .hasSize(1);
    }

    @Test
    void handleFriendInvite_acceptedAndNotSeenThrough_isFinishedByTheRepeat() {
        // Given: the decision is stored, and one of the two documents
        invited();
        handle("alice", INVITE, 100);
        forgetEffects();
        collection("confab-once").deleteMany(new Document());
        collection("uni-im-conversation").deleteMany(new Document());
        collection("uni-im-friend").deleteOne(new Document("user_id", "bob"));
        collection("uni-im-friend-invite")
                .updateOne(
                        new Document("_id", INVITE),
                        new Document("$set", new Document("unfinished", List.of("bob", "alice"))));

        // When
        Reply reply = handle("alice", INVITE, 100);

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(stored("uni-im-friend")).hasSize(2);
        assertThat(stored("uni-im-conversation")).hasSize(2);
        assertThat(pushed("bob-1")).hasSize(1);
        assertThat(invite(INVITE)).doesNotContainKey("unfinished");
        assertThat(stored("uni-im-notification")).as("one invite, two friends").hasSize(3);
    }

    @Test
    void handleFriendInvite_notToMe_is404() {
        invited();

        assertThat(handle("bob", INVITE, 100).outcome()).isEqualTo("404 invite-not-found");
        assertThat(handle("carol", INVITE, 100).outcome()).isEqualTo("404 invite-not-found");
        assertThat(handle("alice", "nothing", -100).outcome()).isEqualTo("404 invite-not-found");
        assertThat(invite(INVITE)).containsEntry("state", 0);
    }

    @Test
    void handleFriendInvite_tooManyFriends_is409ForEitherSide() {
        // Given
        invited();
        friendships.invite("bob", "carol");
        collection("uni-im-friend")
                .insertMany(IntStream.range(0, 5_000)
                        .mapToObj(i -> new Document("_id", "f" + i)
                                .append("friend_key", "bob#u" + i)
                                .append("user_id", "bob")
                                .append("friend_uid", "u" + i)
                                .append("create_time", (long) i))
                        .toList());

        // Then
        assertThat(handle("alice", INVITE, 100).outcome()).isEqualTo("409 friend-limit");
        assertThat(invite(INVITE)).containsEntry("state", 0);
        collection("uni-im-friend").deleteOne(new Document("_id", "f0"));
        assertThat(handle("alice", INVITE, 100).status()).isEqualTo(200);
        assertThat(handle("carol", Hashes.md5("[\"bob\",\"carol\"]"), 100).outcome())
                .isEqualTo("409 friend-limit");
    }

    @Test
    void handleFriendInvite_badParameters_are400() {
        invited();

        assertThat(call(event("no-decision")).outcome()).isEqualTo("400 param-error");
        assertThat(call("handleFriendInvite", "alice", Map.of("_id", INVITE)).outcome())
                .isEqualTo("400 param-error");
        assertThat(call("handleFriendInvite", "alice", Map.of("state", 100)).outcome())
                .isEqualTo("400 param-error");
        assertThat(handle("alice", INVITE, 101).outcome()).isEqualTo("400 param-error");
    }
}
