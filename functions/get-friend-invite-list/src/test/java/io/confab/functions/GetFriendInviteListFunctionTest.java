package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.ids.Hashes;
import io.confab.testing.Friendships;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GetFriendInviteListFunctionTest extends FunctionTestBase {
    @Inject
    Friendships friendships;

    private Reply list(Map<String, ?> params) {
        return call("getFriendInviteList", "alice", params);
    }

    private static List<String> inviters(Reply reply) {
        List<String> uids = new ArrayList<>();
        reply.data().forEach(invite -> uids.add(invite.get("from_uid").asText()));
        return uids;
    }

    /** bob waits, carol is accepted, dave is refused, erin waits; in this order. */
    private void fourInvites() {
        clock.set(1_700_000_000_000L);
        friendships.invite("bob", "alice");
        clock.set(1_700_000_000_001L);
        friendships.befriend("carol", "alice");
        clock.set(1_700_000_000_002L);
        friendships.refuse("dave", "alice");
        clock.set(1_700_000_000_003L);
        friendships.invite("erin", "alice");
        friendships.invite("bob", "carol");
    }

    @Test
    void getFriendInviteList_any_comesInPagesNewestFirst() {
        // Given
        fourInvites();

        // When
        Reply first = list(Map.of("limit", 3));
        Reply second = list(Map.of("limit", 3, "cursor", first.text("/nextCursor")));

        // Then
        assertThat(inviters(first)).containsExactly("erin", "dave", "carol");
        assertThat(inviters(second)).containsExactly("bob");
        assertThat(second.data().get(0))
                .hasToString("{\"_id\":\"" + Hashes.md5("[\"bob\",\"alice\"]")
                        + "\",\"from_uid\":\"bob\",\"to_uid\":\"alice\",\"message\":\"hello from bob\",\"state\":0,"
                        + "\"creat_time\":1700000000000,\"update_time\":1700000000000,"
                        + "\"user_info\":[{\"_id\":\"bob\",\"nickname\":\"bob\"}]}");
    }

    @Test
    void getFriendInviteList_byState_givesThoseOfThatState() {
        fourInvites();

        assertThat(inviters(call(event("waiting")))).containsExactly("erin", "bob");
        assertThat(inviters(list(Map.of("state", 100)))).containsExactly("carol");
        assertThat(inviters(list(Map.of("state", -100)))).containsExactly("dave");
    }

    /** Invites may be inserted by others: what is no text or no number is as if absent, and the list is whole. */
    @Test
    void getFriendInviteList_fieldsOfOtherTypes_areAsIfAbsent() {
        fourInvites();
        collection("uni-im-friend-invite")
                .updateOne(
                        new Document("from_uid", "erin"),
                        new Document("$set", new Document("message", 5).append("update_time", null)));

        Reply reply = list(Map.of());

        assertThat(inviters(reply)).containsExactly("erin", "dave", "carol", "bob");
        assertThat(reply.text("/data/0/message")).isEmpty();
        assertThat(reply.number("/data/0/update_time")).isZero();
    }

    @Test
    void getFriendInviteList_inviterGone_isLeftOut() {
        fourInvites();
        collection("uni-id-users").deleteOne(new Document("_id", "erin"));

        assertThat(inviters(list(Map.of("state", 0)))).containsExactly("bob");
    }

    @Test
    void getFriendInviteList_badParameters_are400() {
        fourInvites();
        String cursor = list(Map.of("limit", 1)).text("/nextCursor");

        assertThat(call(event("no-such-state")).outcome()).isEqualTo("400 param-error");
        assertThat(list(Map.of("state", "0")).outcome()).isEqualTo("400 param-error");
        assertThat(list(Map.of("state", 101)).outcome()).isEqualTo("400 param-error");
        assertThat(list(Map.of("limit", 1, "state", 0, "cursor", cursor)).outcome())
                .as("a cursor of other arguments")
                .isEqualTo("400 param-error");
    }
}
