package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.inbox.ConversationList;
import io.confab.domain.inbox.ConversationListRequest;
import io.confab.domain.user.ClientInfo;
import io.confab.domain.user.TokenBearer;
import io.confab.testing.FunctionTestBase;
import io.confab.wire.ConversationJson;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CreateConversationFunctionTest extends FunctionTestBase {
    private static final String ALICE_AND_BOB = ConversationIds.single("alice", "bob");

    @Inject
    ConversationList lists;

    private Reply create(Object... params) {
        return call("createConversation", "alice", Map.of((String) params[0], params[1]));
    }

    private List<? extends JsonNode> list(String uid) {
        TokenBearer bearer =
                new TokenBearer(uid, "t", System.currentTimeMillis() / 1000, Long.MAX_VALUE, ClientInfo.UNKNOWN);
        return ConversationJson.page(lists.page(
                                bearer,
                                new ConversationListRequest(
                                        500,
                                        OptionalLong.empty(),
                                        OptionalInt.empty(),
                                        Optional.empty(),
                                        Optional.empty()))
                        .answer())
                .data();
    }

    @Test
    void createConversation_first_showsItToMeAndNotYetToTheOther() {
        // When
        Reply reply = call(event("single"));

        // Then
        assertThat(list("alice")).singleElement().hasToString(reply.data().toString());
        assertThat(list("bob")).isEmpty();
        assertThat(stored("uni-im-conversation")).hasSize(2);
        assertThat(reply.text("/data/id")).isEqualTo(ALICE_AND_BOB);
        assertThat(reply.number("/data/type")).isEqualTo(1);
        assertThat(reply.text("/data/user_id")).isEqualTo("alice");
        assertThat(reply.text("/data/friend_uid")).isEqualTo("bob");
        assertThat(reply.data().get("msgList")).isEmpty();
        assertThat(reply.data().get("hidden").asBoolean()).isFalse();
        assertThat(reply.text("/data/last_msg_note")).isEmpty();
        assertThat(reply.data().get("user_info")).hasToString("[{\"_id\":\"bob\",\"nickname\":\"bob\"}]");
    }

    @Test
    void createConversation_thenAMessage_showsItToTheOther() {
        create("to_uid", "bob");

        chats.text("alice", "bob", "hi");

        assertThat(list("bob")).hasSize(1);
    }

    @Test
    void createConversation_again_givesTheSame() {
        // Given
        JsonNode first = create("to_uid", "bob").data();
        clock.set(System.currentTimeMillis() + 100_000);

        // Then
        assertThat(create("to_uid", "bob").data()).isEqualTo(first);
        assertThat(stored("uni-im-conversation")).hasSize(2);
    }

    @Test
    void createConversation_hidden_isShownAgainWithItsNewestMessage() {
        // Given
        chats.text("alice", "bob", "hi");
        collection("uni-im-conversation")
                .updateMany(new Document(), new Document("$set", new Document("hidden_at_seq", 1L)));

        // When
        Reply reply = create("to_uid", "bob");

        // Then
        assertThat(reply.text("/data/msgList/0/body")).isEqualTo("hi");
        assertThat(reply.data().get("hidden").asBoolean()).isFalse();
        assertThat(list("alice")).hasSize(1);
        assertThat(list("bob")).as("hidden by bob").isEmpty();
    }

    @Test
    void createConversation_group_showsItToAMember() {
        // Given
        String group = chats.group("bob", "alice");
        chats.textToGroup("bob", group, "hi");
        collection("uni-im-conversation").deleteOne(new Document("user_id", "alice"));

        // When
        Reply reply = create("group_id", group);

        // Then
        assertThat(list("alice")).singleElement().hasToString(reply.data().toString());
        assertThat(reply.text("/data/group_info/0/_id")).isEqualTo(group);
        assertThat(reply.text("/data/msgList/0/body")).isEqualTo("hi");
    }

    @Test
    void createConversation_noSuchCounterpart_isRefused() {
        String foreign = chats.group("bob", "carol");
        String dissolved = chats.group("bob", "alice");
        collection("uni-im-group")
                .updateOne(new Document("_id", dissolved), new Document("$set", new Document("dissolved_time", 1L)));

        assertThat(create("to_uid", "nobody").outcome()).isEqualTo("404 user-not-found");
        assertThat(create("to_uid", "alice").outcome()).isEqualTo("400 param-error");
        assertThat(create("group_id", foreign).outcome()).isEqualTo("403 not-group-member");
        assertThat(create("group_id", "none").outcome()).isEqualTo("404 group-not-found");
        assertThat(create("group_id", dissolved).outcome()).isEqualTo("404 group-not-found");
        assertThat(create("to_uid", 1).outcome()).isEqualTo("400 param-error");
        assertThat(create("to_uid", "").outcome()).isEqualTo("400 param-error");
        assertThat(call(event("both")).outcome()).isEqualTo("400 param-error");
    }
}
