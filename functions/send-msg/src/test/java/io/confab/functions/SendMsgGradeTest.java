package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.confab.testing.Users;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Conversation control at grade 100, where carol is customer service. */
@QuarkusTest
@TestProfile(SendMsgGradeTest.Grade100.class)
class SendMsgGradeTest extends FunctionTestBase {
    /** An operator's choice. */
    public static class Grade100 implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("confab.conversation-grade", "100", "confab.customer-service-uids", "carol, erin");
        }
    }

    private Reply send(String fromUid, String target, String id) {
        return call("sendMsg", fromUid, Map.of("appId", Users.APP, target, id, "type", "text", "body", "hi"));
    }

    private void befriend(String uid, String friendUid) {
        collection("uni-im-friend")
                .insertOne(new Document("_id", uid + friendUid)
                        .append("friend_key", uid + "#" + friendUid)
                        .append("user_id", uid)
                        .append("friend_uid", friendUid));
    }

    @Test
    void sendMsg_betweenStrangers_isForbiddenAlsoWhenTheyShareAGroup() {
        // Given
        chats.group("alice", "bob");

        // When
        Reply reply = send("alice", "to_uid", "bob");

        // Then
        assertThat(reply.outcome()).isEqualTo("403 conversation-forbidden");
        assertThat(collection("uni-im-conversation").countDocuments(new Document("type", 1)))
                .isZero();
    }

    @Test
    void sendMsg_betweenFriends_isAllowedWithinFiveCommands() {
        // Given
        befriend("alice", "bob");
        befriend("bob", "alice");
        send("bob", "to_uid", "alice");

        // When
        Reply reply = send("alice", "to_uid", "bob");

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(commands.names()).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void sendMsg_withCustomerServiceOnEitherSide_isAllowed() {
        assertThat(send("alice", "to_uid", "carol").outcome()).isEqualTo("200 0");
        assertThat(send("erin", "to_uid", "bob").outcome()).isEqualTo("200 0");
    }

    @Test
    void sendMsg_toOwnGroup_isAllowed() {
        // Given
        String group = chats.group("alice", "bob");

        // Then
        assertThat(send("bob", "group_id", group).outcome()).isEqualTo("200 0");
    }
}
