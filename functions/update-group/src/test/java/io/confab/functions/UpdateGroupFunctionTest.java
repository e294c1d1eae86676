package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UpdateGroupFunctionTest extends FunctionTestBase {
    private String groupId;

    @BeforeEach
    void group() {
        groupId = chats.group("alice", "bob", "carol");
        forgetEffects();
    }

    private Reply update(String uid, Object... fields) {
        Map<String, Object> params = new HashMap<>(Map.of("group_id", groupId));
        for (int i = 0; i < fields.length; i += 2) {
            params.put((String) fields[i], fields[i + 1]);
        }
        return call("updateGroup", uid, params);
    }

    private Document group1() {
        return stored("uni-im-group").get(0);
    }

    @Test
    void updateGroup_changedFields_areSetAndAnnouncedEach() {
        // When
        Reply reply = call(event("rename", Map.of("the-group", groupId)));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(group1())
                .containsEntry("name", "茶话会")
                .containsEntry("introduction", "Tea and talk")
                .containsEntry("pending_changes", List.of());
        assertThat(notices("update-group-info-name")).singleElement().satisfies(notice -> {
            assertThat(notice.get("body")).isEqualTo(new Document("updateData", new Document("name", "茶话会")));
            assertThat(group1().getLong("update_time")).isGreaterThanOrEqualTo(notice.getLong("create_time"));
        });
        assertThat(notices("update-group-info-introduction")).hasSize(1);
        assertThat(invoker.payloads("sendMsgToGroup")).hasSize(2);
    }

    @Test
    void updateGroup_name_isCleanedBeforeAnyCheckAndStoredWithItsKey() {
        update("alice", "name", "\u202E" + "TÉa".repeat(10) + "\n\u0085");

        assertThat(group1()).containsEntry("name", "TÉa".repeat(10)).containsEntry("folded_name", "téa".repeat(10));
        assertThat(notices("update-group-info-name")).singleElement().satisfies(notice -> assertThat(notice.get("body"))
                .isEqualTo(new Document("updateData", new Document("name", "TÉa".repeat(10)))));
    }

    @Test
    void updateGroup_sameValues_announcesNothing() {
        // Given
        call(event("rename", Map.of("the-group", groupId)));
        update("alice", "avatar_file", Map.of("url", "/u"), "mute_all_members", true, "join_option", "needPermission");
        long before = stored("uni-im-msg").size();

        // When
        Reply reply = update(
                "alice",
                "name",
                "茶话会",
                "avatar_file",
                Map.of("url", "/u"),
                "mute_all_members",
                true,
                "join_option",
                "needPermission",
                "notification",
                "");

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(stored("uni-im-msg")).hasSize((int) before);
        assertThat(before).isEqualTo(6);
    }

    @Test
    void updateGroup_notification_isKeptWithItsTime() {
        // Given
        clock.advance(Duration.ZERO);

        // When
        Reply reply = update("alice", "notification", "at four");

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        Document expected = new Document("content", "at four").append("create_time", clock.millis());
        assertThat(group1()).containsEntry("notification", expected).containsEntry("notification_uid", "alice");
        assertThat(notices("update-group-info-notification")).singleElement().satisfies(notice -> assertThat(
                        notice.get("body"))
                .isEqualTo(new Document("updateData", new Document("notification", expected))));
    }

    @Test
    void updateGroup_announcementLeftOut_isMadeByTheNextCall() {
        // Given: a call that died behind its promise
        Document body = new Document("updateData", new Document("name", "Lost"));
        collection("uni-im-group")
                .updateOne(
                        new Document(),
                        new Document(
                                "$set",
                                new Document("name", "Lost")
                                        .append(
                                                "pending_changes",
                                                List.of(new Document("_id", "dead")
                                                        .append("kind", "notice")
                                                        .append("action", "update-group-info-name")
                                                        .append("body", body)
                                                        .append("by_uid", "alice")
                                                        .append("user_ids", List.of())
                                                        .append("time", clock.millis())
                                                        .append("no", 0L)))));

        // When
        Reply reply = update("alice", "name", "Lost");

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(notices("update-group-info-name")).hasSize(1);
        assertThat(group1()).containsEntry("pending_changes", List.of());
    }

    @Test
    void updateGroup_refusals_areInOrder() {
        assertThat(call(event("nothing", Map.of("the-group", groupId))).outcome())
                .isEqualTo("400 param-error");
        assertThat(update("dave", "name", "").outcome()).isEqualTo("400 param-error");
        assertThat(update("alice", "name", "\u3164\n\u00A0").outcome()).isEqualTo("400 param-error");
        assertThat(update("alice", "avatar_file", Map.of("url", "javascript:x")).outcome())
                .isEqualTo("400 param-error");
        assertThat(update("alice", "name", "x".repeat(31)).outcome()).isEqualTo("400 param-error");
        assertThat(update("alice", "introduction", "x".repeat(241)).outcome()).isEqualTo("400 param-error");
        assertThat(update("alice", "notification", "x".repeat(2001)).outcome()).isEqualTo("400 param-error");
        assertThat(update("alice", "join_option", "whatever").outcome()).isEqualTo("400 param-error");
        assertThat(update("dave", "name", "x").outcome()).isEqualTo("403 not-group-member");
        assertThat(update("bob", "name", "x").outcome()).isEqualTo("403 no-permission");
        collection("uni-im-group-member")
                .updateOne(
                        new Document("user_id", "bob"), new Document("$set", new Document("role", List.of("admin"))));
        assertThat(update("bob", "name", "x").outcome()).isEqualTo("200 0");
        collection("uni-im-group").updateOne(new Document(), new Document("$set", new Document("dissolved_time", 1L)));
        assertThat(update("bob", "name", "y").outcome()).isEqualTo("404 group-not-found");
    }
}
