package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Two searches a minute and user. */
@QuarkusTest
@TestProfile(SearchUsersRateTest.Limited.class)
class SearchUsersRateTest extends FunctionTestBase {
    private static final long NOW = System.currentTimeMillis() / 60_000 * 60_000;

    /** An operator's choice. */
    public static class Limited implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("confab.rate.searches-per-minute", "2");
        }
    }

    private Reply search(String uid, String keyword) {
        return call("searchUsers", uid, Map.of("keyword", keyword));
    }

    @Test
    void searchUsers_tooMany_is429UntilTheNextMayCome() {
        // Given
        clock.set(NOW + 10_000);
        assertThat(search("alice", "13800001234").outcome()).isEqualTo("200 0");
        assertThat(search("alice", "").outcome()).isEqualTo("400 param-error");
        assertThat(search("alice", "bob").outcome()).isEqualTo("200 0");

        // When
        Reply reply = search("alice", "13800001235");

        // Then: slots come up every half minute
        assertThat(reply.outcome()).isEqualTo("429 rate-limited");
        assertThat(reply.headers()).containsEntry("retry-after", "20");
        assertThat(search("bob", "alice").outcome()).isEqualTo("200 0");
        clock.set(NOW + 30_000);
        assertThat(search("alice", "bob").outcome()).isEqualTo("200 0");
        assertThat(search("alice", "bob").outcome()).isEqualTo("429 rate-limited");
    }

    /** Another process took the slots: what is stored decides, not what this process remembers. */
    @Test
    void searchUsers_slotsOfAnotherProcess_areCounted() {
        // Given
        clock.set(NOW + 1_210_000);
        long slot = (NOW + 1_210_000) / 30_000;
        collection("confab-rate").insertOne(new Document("_id", "search#alice#" + slot));
        collection("confab-rate").insertOne(new Document("_id", "search#alice#" + (slot - 1)));

        // Then
        assertThat(search("alice", "bob").outcome()).isEqualTo("429 rate-limited");
    }
}
