package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UpdateGroupMemberFunctionTest extends FunctionTestBase {
    private String groupId;

    @BeforeEach
    void group() {
        groupId = chats.group("alice", "bob", "carol");
        forgetEffects();
    }

    private Reply update(String uid, String target, String field, Object value) {
        return call("updateGroupMember", uid, Map.of("group_id", groupId, "user_id", target, field, value));
    }

    private Document member(String uid) {
        return collection("uni-im-group-member")
                .find(new Document("user_id", uid))
                .first();
    }

    @Test
    void updateGroupMember_makeAdmin_setsTheRoleAndTellsTheGroup() {
        // When
        Reply reply = call(event("make-admin", Map.of("the-group", groupId)));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(member("bob")).containsEntry("role", List.of("admin")).containsEntry("mute_type", 0);
        assertThat(notices("set-group-admin")).singleElement().satisfies(notice -> assertThat(notice.get("body"))
                .isEqualTo(new Document("user_id", "bob")
                        .append("addRole", List.of("admin"))
                        .append("delRole", List.of())));
        assertThat(update("alice", "bob", "role", List.of("admin")).outcome()).isEqualTo("200 0");
        assertThat(notices("set-group-admin")).hasSize(1);
        assertThat(update("alice", "bob", "role", List.of()).outcome()).isEqualTo("200 0");
        assertThat(notices("set-group-admin").get(1).get("body", Document.class))
                .containsEntry("delRole", List.of("admin"));
        assertThat(member("bob")).containsEntry("role", List.of());
    }

    @Test
    void updateGroupMember_mute_isSaidToNobody() {
        // When
        Reply reply = update("alice", "bob", "mute_type", 1);

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(member("bob")).containsEntry("mute_type", 1);
        assertThat(stored("uni-im-msg")).hasSize(1);
        assertThat(stored("uni-im-group").get(0)).containsEntry("pending_changes", List.of());
    }

    @Test
    void updateGroupMember_lateChange_doesNotUndoALaterOne() {
        // Given
        update("alice", "bob", "mute_type", 1);
        Document done = member("bob");
        collection("uni-im-group")
                .updateOne(
                        new Document(),
                        new Document(
                                "$push",
                                new Document(
                                        "pending_changes",
                                        new Document("_id", "late")
                                                .append("kind", "update")
                                                .append("by_uid", "alice")
                                                .append("user_ids", List.of("bob"))
                                                .append("time", clock.millis())
                                                .append("no", 1L)
                                                .append(
                                                        "memberships",
                                                        List.of(new Document("_id", done.getString("_id"))
                                                                .append("join_id", done.getString("join_id"))
                                                                .append("role", List.of("admin"))
                                                                .append("mute_type", 0))))));

        // When
        update("alice", "bob", "mute_type", 1);

        // Then
        assertThat(member("bob")).isEqualTo(done);
    }

    @Test
    void updateGroupMember_rights_areChecked() {
        // Given
        set("uni-im-group-member", "user_id", "bob", "role", List.of("admin"));

        // Then
        assertThat(call(event("unknown-role", Map.of("the-group", groupId))).outcome())
                .isEqualTo("400 param-error");
        assertThat(call("updateGroupMember", "alice", Map.of("group_id", groupId, "user_id", "bob"))
                        .outcome())
                .isEqualTo("400 param-error");
        assertThat(update("alice", "bob", "mute_type", 2).outcome()).isEqualTo("400 param-error");
        assertThat(update("bob", "carol", "role", List.of("admin")).outcome()).isEqualTo("403 no-permission");
        assertThat(update("bob", "alice", "mute_type", 1).outcome()).isEqualTo("403 no-permission");
        assertThat(update("bob", "bob", "mute_type", 1).outcome()).isEqualTo("403 no-permission");
        assertThat(update("alice", "alice", "role", List.of()).outcome()).isEqualTo("403 no-permission");
        assertThat(update("carol", "bob", "mute_type", 1).outcome()).isEqualTo("403 no-permission");
        assertThat(update("dave", "bob", "mute_type", 1).outcome()).isEqualTo("403 not-group-member");
        assertThat(update("bob", "dave", "mute_type", 1).outcome()).isEqualTo("404 user-not-found");
        assertThat(update("bob", "carol", "mute_type", 1).outcome()).isEqualTo("200 0");
        assertThat(update("alice", "bob", "mute_type", 1).outcome()).isEqualTo("200 0");

        set("uni-im-group", "_id", groupId, "dissolved_time", 1L);

        assertThat(update("alice", "bob", "mute_type", 0).outcome()).isEqualTo("404 group-not-found");
    }

    /** As bob's membership stands when he has left. */
    private Document leave() {
        Document membership = member("bob");
        collection("uni-im-group-member")
                .updateOne(
                        new Document("_id", membership.getString("_id")),
                        new Document(
                                "$set",
                                new Document("left_by", "left-once")
                                        .append("group_id", "left#" + groupId)
                                        .append("user_id", "left#bob")
                                        .append("role", List.of("admin"))));
        return membership;
    }

    private Document membership(Document known) {
        return collection("uni-im-group-member")
                .find(new Document("_id", known.getString("_id")))
                .first();
    }

    @Test
    void updateGroupMember_mutedAfterLeaving_isMutedWhenBack() {
        // Given
        Document bob = leave();
        set("uni-im-group-member", "user_id", "carol", "role", List.of("admin"));

        // When
        Reply reply = update("carol", "bob", "mute_type", 1);

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(membership(bob))
                .containsEntry("mute_type", 1)
                .containsEntry("left_by", "left-once")
                .containsEntry("user_id", "left#bob");
        assertThat(stored("uni-im-group").get(0)).containsEntry("pending_changes", List.of());
        assertThat(update("carol", "bob", "mute_type", 1).outcome()).isEqualTo("200 0");
        assertThat(update("alice", "bob", "role", List.of("admin")).outcome()).isEqualTo("404 user-not-found");
        chats.invite("alice", groupId, "bob");
        assertThat(member("bob")).containsEntry("mute_type", 1).containsEntry("role", List.of());
        assertThat(update("alice", "bob", "mute_type", 0).outcome()).isEqualTo("200 0");
        assertThat(member("bob")).containsEntry("mute_type", 0);
    }

    @Test
    void updateGroupMember_muteOfWhoLeft_doesNotUndoALaterOne() {
        // Given
        Document bob = leave();
        update("alice", "bob", "mute_type", 1);
        collection("uni-im-group")
                .updateOne(
                        new Document(),
                        new Document(
                                "$push",
                                new Document(
                                        "pending_changes",
                                        new Document("_id", "late")
                                                .append("kind", "update")
                                                .append("by_uid", "alice")
                                                .append("user_ids", List.of("bob"))
                                                .append("time", clock.millis())
                                                .append("no", 1L)
                                                .append(
                                                        "memberships",
                                                        List.of(new Document("_id", bob.getString("_id"))
                                                                .append("join_id", bob.getString("join_id"))
                                                                .append("left_by", "left-once")
                                                                .append("mute_type", 0))))));

        // When
        update("alice", "bob", "mute_type", 1);

        // Then
        assertThat(membership(bob)).containsEntry("mute_type", 1);
    }
}
