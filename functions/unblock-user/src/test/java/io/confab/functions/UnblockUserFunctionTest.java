package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.Friendships;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UnblockUserFunctionTest extends FunctionTestBase {
    @Inject
    Friendships friendships;

    @Test
    void unblockUser_blocked_mayWriteAgain() {
        // Given
        friendships.block("alice", "bob");
        friendships.block("alice", "carol");

        // When
        Reply reply = call(event("bob"));

        // Then
        assertThat(reply.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(chats.text("bob", "alice", "hi").seq).isEqualTo(1);
        assertThat(collection("uni-im-conversation")
                        .countDocuments(new Document("blocked_time", new Document("$gt", 0L))))
                .as("carol's")
                .isEqualTo(1);
    }

    @Test
    void unblockUser_notBlocked_succeeds() {
        assertThat(call(event("bob")).status()).isEqualTo(200);
        assertThat(stored("uni-im-conversation")).isEmpty();
    }

    @Test
    void unblockUser_goneSince_succeedsOnce() {
        friendships.block("alice", "bob");
        collection("uni-id-users").deleteOne(new Document("_id", "bob"));

        assertThat(call(event("bob")).status()).isEqualTo(200);
        assertThat(call(event("bob")).outcome()).isEqualTo("404 user-not-found");
    }

    @Test
    void unblockUser_myselfOrNobody_isRefused() {
        assertThat(call(event("myself")).outcome()).isEqualTo("400 param-error");
        assertThat(call("unblockUser", "alice", Map.of("user_id", "nobody")).outcome())
                .isEqualTo("404 user-not-found");
        assertThat(call("unblockUser", "alice", Map.of("user_id", 7)).outcome()).isEqualTo("400 param-error");
    }
}
