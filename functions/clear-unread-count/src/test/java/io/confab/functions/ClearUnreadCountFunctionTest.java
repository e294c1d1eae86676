package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.message.Message;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ClearUnreadCountFunctionTest extends FunctionTestBase {
    private static final String ALICE_AND_BOB = ConversationIds.single("alice", "bob");

    private Reply clear(String conversationId, Object... seq) {
        return call(
                "clearUnreadCount",
                "alice",
                seq.length == 0
                        ? Map.of("conversation_id", conversationId)
                        : Map.of("conversation_id", conversationId, "seq", seq[0]));
    }

    private Document side(String uid, String conversationId) {
        return collection("uni-im-conversation")
                .find(new Document("user_key", uid + "#" + conversationId))
                .first();
    }

    private void connectAll() {
        users.connected("alice", "alice-web", "alice-1");
        users.connected("alice", "alice-phone", "alice-2");
        users.connected("bob", "phone", "bob-1");
        forgetEffects();
    }

    @Test
    void clearUnreadCount_unreadSingleChat_movesTheMarkAndTellsBothSides() {
        // Given
        chats.text("bob", "alice", "one");
        chats.text("bob", "alice", "two");
        connectAll();

        // When
        Reply reply = call(event("all"));

        // Then
        assertThat(reply.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(commands.names()).hasSizeLessThanOrEqualTo(5);
        assertThat(side("alice", ALICE_AND_BOB)).containsEntry("read_seq", 2L).containsEntry("read_n", 2L);
        assertThat(side("bob", ALICE_AND_BOB)).containsEntry("peer_read_seq", 2L);
        assertThat(pushed("alice-1")).isEmpty();
        assertThat(pushed("alice-2")).singleElement().satisfies(frame -> {
            assertThat(frame.at("/data/title").asText()).isEmpty();
            assertThat(frame.at("/data/payload"))
                    .hasToString("{\"type\":\"clear-conversation-unreadCount\",\"data\":{\"conversation_id\":\""
                            + ALICE_AND_BOB + "\",\"seq\":2}}");
        });
        assertThat(pushed("bob-1")).singleElement().satisfies(frame -> {
            JsonNode payload = frame.at("/data/payload");
            assertThat(payload.get("type").asText()).isEqualTo("uni-im-msg-read");
            assertThat(payload.at("/data/user_id").asText()).isEqualTo("alice");
            assertThat(payload.at("/data/seq").asLong()).isEqualTo(2);
            assertThat(payload.at("/data/time").asLong()).isPositive();
        });
    }

    @Test
    void clearUnreadCount_again_tellsNobody() {
        // Given
        chats.text("bob", "alice", "one");
        clear(ALICE_AND_BOB);
        connectAll();

        // Then
        assertThat(clear(ALICE_AND_BOB).outcome()).isEqualTo("200 0");
        assertThat(online.count()).isZero();
    }

    @Test
    void clearUnreadCount_onlyOwnOrRevokedMessages_tellsNobody() {
        // Given
        chats.text("alice", "bob", "own");
        Message revoked = chats.text("bob", "alice", "revoked");
        chats.revoke("bob", revoked);
        connectAll();

        // When
        clear(ALICE_AND_BOB);

        // Then
        assertThat(side("alice", ALICE_AND_BOB)).containsEntry("read_seq", 2L);
        assertThat(online.count()).isZero();
    }

    @Test
    void clearUnreadCount_seq_movesForwardOnlyAndNotBeyondTheNewest() {
        // Given
        for (int i = 1; i <= 3; i++) {
            chats.text("bob", "alice", "m" + i);
        }

        // Then
        clear(ALICE_AND_BOB, 2);
        assertThat(side("alice", ALICE_AND_BOB)).containsEntry("read_seq", 2L);
        clear(ALICE_AND_BOB, 1);
        assertThat(side("alice", ALICE_AND_BOB)).containsEntry("read_seq", 2L);
        clear(ALICE_AND_BOB, 99);
        assertThat(side("alice", ALICE_AND_BOB)).containsEntry("read_seq", 3L);
        chats.text("bob", "alice", "later");
        assertThat(side("alice", ALICE_AND_BOB)).containsEntry("read_seq", 3L);
    }

    @Test
    void clearUnreadCount_headBehindItsLog_readsUpToTheNewest() {
        // Given
        chats.text("bob", "alice", "one");
        chats.text("bob", "alice", "two");
        collection("uni-im-conversation")
                .updateMany(
                        new Document(),
                        new Document(
                                "$set",
                                new Document("last_seq", 1L)
                                        .append("last_n", 1L)
                                        .append("last_own_n", 1L)));

        // When
        clear(ALICE_AND_BOB);

        // Then
        assertThat(side("alice", ALICE_AND_BOB)).containsEntry("read_seq", 2L).containsEntry("last_seq", 2L);
    }

    @Test
    void clearUnreadCount_group_movesTheMarkAndTellsMyOtherDevicesOnly() {
        // Given
        String group = chats.group("bob", "alice");
        chats.textToGroup("bob", group, "hi");
        connectAll();

        // When
        Reply reply = clear(ConversationIds.group(group));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(commands.names()).hasSizeLessThanOrEqualTo(5);
        assertThat(side("alice", ConversationIds.group(group))).containsEntry("read_seq", 2L);
        assertThat(pushed("alice-2")).hasSize(1);
        assertThat(pushed("bob-1")).isEmpty();
    }

    @Test
    void clearUnreadCount_notMine_is403WhetherItExistsOrNot() {
        // Given
        String group = chats.group("bob", "carol");

        // Then
        assertThat(call(event("not-mine")).outcome()).isEqualTo("403 no-permission");
        chats.text("bob", "carol", "hi");
        assertThat(call(event("not-mine")).outcome()).isEqualTo("403 no-permission");
        assertThat(clear(ConversationIds.group(group)).outcome()).isEqualTo("403 not-group-member");
        assertThat(clear("group_none").outcome()).isEqualTo("403 not-group-member");
        assertThat(clear("").outcome()).isEqualTo("400 param-error");
        assertThat(clear(ALICE_AND_BOB, -1).outcome()).isEqualTo("400 param-error");
    }
}
