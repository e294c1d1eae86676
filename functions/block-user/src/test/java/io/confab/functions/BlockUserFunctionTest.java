package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.ids.ConversationIds;
import io.confab.testing.Friendships;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BlockUserFunctionTest extends FunctionTestBase {
    private static final String ALICE_AND_BOB = ConversationIds.single("alice", "bob");

    @Inject
    Friendships friendships;

    private Document side(String uid) {
        return collection("uni-im-conversation")
                .find(new Document("user_key", uid + "#" + ALICE_AND_BOB))
                .first();
    }

    private static void assertBlocked(ThrowingCallable call) {
        assertThat(catchThrowableOfType(Refusal.class, call))
                .extracting(Refusal::code)
                .isEqualTo(ErrorCode.BLOCKED);
    }

    @Test
    void blockUser_stranger_isNotedOnMySideWhichStaysHidden() {
        // When
        Reply reply = call(event("bob"));

        // Then
        assertThat(reply.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(side("alice"))
                .containsEntry("hidden_at_seq", 0L)
                .containsEntry("last_seq", 0L)
                .containsKey("blocked_time");
        assertThat(side("bob")).isNull();
    }

    @Test
    void blockUser_then_theirMessagesAndInvitesAreRefusedAndMineAreNot() {
        // Given
        chats.text("bob", "alice", "before");
        String group = chats.group("carol", "alice", "bob");

        // When
        call(event("bob"));

        // Then
        assertBlocked(() -> chats.text("bob", "alice", "after"));
        assertBlocked(() -> friendships.invite("bob", "alice"));
        assertThat(chats.text("alice", "bob", "from me").seq).isEqualTo(2);
        assertThat(chats.textToGroup("bob", group, "groups go on").seq).isEqualTo(2);
        assertThat(friendships.invite("alice", "bob")).isNotEmpty();
        assertThat(collection("uni-im-conversation").countDocuments(new Document("id", ALICE_AND_BOB)))
                .isEqualTo(2);
    }

    @Test
    void blockUser_again_keepsTheFirstTime() {
        clock.set(1_700_000_000_000L);
        call(event("bob"));
        clock.set(1_700_000_009_000L);

        assertThat(call(event("bob")).status()).isEqualTo(200);

        assertThat(side("alice")).containsEntry("blocked_time", 1_700_000_000_000L);
    }

    @Test
    void blockUser_myselfOrNobody_isRefused() {
        assertThat(call(event("myself")).outcome()).isEqualTo("400 param-error");
        assertThat(call("blockUser", "alice", Map.of("user_id", "nobody")).outcome())
                .isEqualTo("404 user-not-found");
        assertThat(call("blockUser", "alice", Map.of()).outcome()).isEqualTo("400 param-error");
        assertThat(stored("uni-im-conversation")).isEmpty();
    }
}
