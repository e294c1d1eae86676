package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.ids.Hashes;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class JoinGroupFunctionTest extends FunctionTestBase {
    private String groupId;

    @BeforeEach
    void group() {
        groupId = chats.group("bob", "carol");
        forgetEffects();
    }

    private void set(String field, Object to) {
        collection("uni-im-group").updateOne(new Document(), new Document("$set", new Document(field, to)));
    }

    private Reply join() {
        return call(event("join", Map.of("the-group", groupId)));
    }

    @Test
    void joinGroup_free_makesAMemberWithConversationAndNotice() {
        // Given
        chats.textToGroup("bob", groupId, "before");

        // When
        Reply reply = join();

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.data()).hasToString("{\"state\":100}");
        assertThat(collection("uni-im-conversation")
                        .find(new Document("user_key", "alice#" + ConversationIds.group(groupId)))
                        .first())
                .containsEntry("join_seq", 2L)
                .containsEntry("read_seq", 2L);
        assertThat(collection("uni-im-msg").find(new Document("seq", 3L)).first())
                .containsEntry("action", "join-group-notice")
                .containsEntry("from_uid", "alice");
        assertThat(stored("uni-im-group").get(0))
                .containsEntry("member_count", 3L)
                .containsEntry("pending_changes", List.of());
        assertThat(join().outcome()).isEqualTo("409 duplicate-member");
    }

    @Test
    void joinGroup_byPermission_asksCreatorAndAdmins() {
        // Given
        set("join_option", "needPermission");
        users.connected("bob", "b1", "bob-connection");
        users.connected("carol", "c1", "carol-connection");

        // When
        Reply reply = join();

        // Then
        String id = Hashes.md5("[\"" + groupId + "\",\"alice\"]");
        assertThat(reply.data()).hasToString("{\"state\":0,\"_id\":\"" + id + "\"}");
        assertThat(stored("uni-im-group-join")).singleElement().satisfies(request -> assertThat(request)
                .containsEntry("_id", id)
                .containsEntry("user_id", "alice")
                .containsEntry("message", "我是 Alice")
                .containsEntry("state", 0));
        assertThat(pushed("carol-connection")).isEmpty();
        assertThat(pushed("bob-connection")).singleElement().satisfies(push -> {
            JsonNode payload = push.at("/data/payload");
            assertThat(payload.path("subType").asText()).isEqualTo("uni-im-group-join-request");
            assertThat(payload.path("unique").asText()).isEqualTo("alice_" + groupId);
            assertThat(payload.path("data"))
                    .hasToString("{\"_id\":\"" + id + "\",\"group_id\":\"" + groupId + "\",\"user_id\":\"alice\"}");
            assertThat(payload.path("notificationId").asText())
                    .isEqualTo(stored("uni-im-notification").get(0).getString("_id"));
        });
        assertThat(stored("uni-im-group-member")).hasSize(2);
    }

    @Test
    void joinGroup_askedAgain_replacesRequestAndNotification() {
        // Given
        set("join_option", "needPermission");
        join();
        clock.advance(Duration.ofSeconds(5));

        // When
        Reply again = call("joinGroup", "alice", Map.of("group_id", groupId, "message", "please"));

        // Then
        assertThat(again.number("/data/state")).isZero();
        assertThat(stored("uni-im-group-join")).singleElement().satisfies(request -> assertThat(request)
                .containsEntry("message", "please"));
        assertThat(stored("uni-im-notification")).hasSize(1);
    }

    @Test
    void joinGroup_refusals_areInOrder() {
        assertThat(call(event("no-group")).outcome()).isEqualTo("400 param-error");
        assertThat(call("joinGroup", "alice", Map.of("group_id", "none")).outcome())
                .isEqualTo("404 group-not-found");
        assertThat(call("joinGroup", "carol", Map.of("group_id", groupId)).outcome())
                .isEqualTo("409 duplicate-member");
        set("join_option", "disableApply");
        assertThat(join().outcome()).isEqualTo("403 no-permission");
        set("dissolved_time", 1L);
        assertThat(join().outcome()).isEqualTo("404 group-not-found");
    }

    @Test
    void joinGroup_noSeatLeft_isRefused() {
        // Given
        set("member_count", 100_000L);

        // When
        Reply reply = join();

        // Then
        assertThat(reply.outcome()).isEqualTo("409 group-full");
        set("member_count", 99_999L);
        assertThat(join().outcome()).isEqualTo("200 0");
    }

    @Test
    void joinGroup_movedGroup_isCountedFirst() {
        // Given
        collection("uni-im-group")
                .updateOne(
                        new Document(), new Document("$unset", new Document("member_count", 1).append("change_no", 1)));

        // When
        Reply reply = join();

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(stored("uni-im-group").get(0)).containsEntry("member_count", 3L);
    }

    @Test
    void joinGroup_inTooManyGroups_isRefused() {
        // Given
        List<Document> memberships = IntStream.range(0, 2_000)
                .mapToObj(i -> new Document("_id", "m" + i)
                        .append("member_key", "g" + i + "#alice")
                        .append("group_id", "g" + i)
                        .append("user_id", "alice")
                        .append("create_time", 1L))
                .toList();
        collection("uni-im-group-member").insertMany(memberships);
        collection("uni-im-group")
                .insertMany(IntStream.range(0, 2_000)
                        .mapToObj(i -> new Document("_id", "g" + i)
                                .append("create_key", "k" + i)
                                .append("create_time", 1L))
                        .toList());

        // When
        Reply reply = join();

        // Then
        assertThat(reply.outcome()).isEqualTo("409 group-limit");
        collection("uni-im-group")
                .updateOne(new Document("_id", "g7"), new Document("$set", new Document("dissolved_time", 1L)));
        assertThat(join().outcome()).isEqualTo("200 0");
    }

    @Test
    void joinGroup_openedAfterIHadAsked_answersWhatIAsked() {
        // Given
        set("join_option", "needPermission");
        join();
        set("join_option", "freeAccess");

        // When
        Reply reply = join();

        // Then
        assertThat(reply.data()).hasToString("{\"state\":100}");
        assertThat(stored("uni-im-group-join").get(0)).containsEntry("state", 100);
        assertThat(stored("uni-im-notification")).singleElement().satisfies(notification -> {
            assertThat(notification).containsEntry("is_read", true);
            assertThat(notification.get("payload", Document.class)).containsEntry("state", "confirm");
        });
    }

    @Test
    void joinGroup_mutedBeforeLeaving_isMutedWhenBack() {
        // Given
        join();
        collection("uni-im-group-member")
                .updateOne(
                        new Document("user_id", "alice"),
                        new Document(
                                "$set",
                                new Document("mute_type", 1)
                                        .append("role", List.of("admin"))
                                        .append("left_by", "x")
                                        .append("group_id", "left#" + groupId)
                                        .append("user_id", "left#alice")));
        collection("uni-im-conversation")
                .updateOne(
                        new Document("user_id", "alice"),
                        new Document("$set", new Document("leave", true).append("leave_seq", 2L)));

        // When
        join();

        // Then
        assertThat(collection("uni-im-group-member")
                        .find(new Document("user_id", "alice"))
                        .first())
                .containsEntry("mute_type", 1)
                .containsEntry("role", List.of())
                .doesNotContainKey("left_by");
    }
}
