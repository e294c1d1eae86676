package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Two invitations a minute and user, two at once. */
@QuarkusTest
@TestProfile(AddFriendInviteRateTest.Limited.class)
class AddFriendInviteRateTest extends FunctionTestBase {
    private static final long NOW = System.currentTimeMillis() / 60_000 * 60_000;

    /** An operator's choice. */
    public static class Limited implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("confab.rate.invites-per-minute", "2", "confab.rate.invites-burst", "2");
        }
    }

    private Reply invite(String fromUid, String toUid) {
        return call("addFriendInvite", fromUid, Map.of("to_uid", toUid));
    }

    @Test
    void addFriendInvite_tooMany_is429UntilTheNextMayCome() {
        // Given
        clock.set(NOW + 10_000);
        invite("alice", "bob");
        invite("alice", "carol");

        // When
        Reply reply = invite("alice", "dave");

        // Then: slots come up every half minute
        assertThat(reply.outcome()).isEqualTo("429 rate-limited");
        assertThat(reply.headers()).containsEntry("retry-after", "20");
        assertThat(stored("uni-im-friend-invite")).hasSize(2);
        assertThat(invite("bob", "dave").outcome()).isEqualTo("200 0");
        clock.set(NOW + 30_000);
        assertThat(invite("alice", "dave").outcome()).isEqualTo("200 0");
        assertThat(invite("alice", "erin").outcome()).isEqualTo("429 rate-limited");
    }

    /** Another process took the slots: what is stored decides, not what this process remembers. */
    @Test
    void addFriendInvite_slotsOfAnotherProcess_areCounted() {
        // Given
        clock.set(NOW + 1_210_000);
        long slot = (NOW + 1_210_000) / 30_000;
        collection("confab-rate").insertOne(new Document("_id", "invite#alice#" + slot));
        collection("confab-rate").insertOne(new Document("_id", "invite#alice#" + (slot - 1)));

        // Then
        assertThat(invite("alice", "bob").outcome()).isEqualTo("429 rate-limited");
        assertThat(stored("uni-im-friend-invite")).isEmpty();
    }

    @Test
    void addFriendInvite_refusedForOtherReasons_usesNothingUp() {
        // Given
        clock.set(NOW + 2_400_000);

        // Then
        for (int i = 0; i < 5; i++) {
            assertThat(invite("alice", "nobody").outcome()).isEqualTo("404 user-not-found");
        }
        assertThat(invite("alice", "bob").outcome()).isEqualTo("200 0");
    }
}
