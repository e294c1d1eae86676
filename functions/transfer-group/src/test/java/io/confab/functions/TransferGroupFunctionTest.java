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
class TransferGroupFunctionTest extends FunctionTestBase {
    private String groupId;

    @BeforeEach
    void group() {
        groupId = chats.group("alice", "bob", "carol");
        forgetEffects();
    }

    private Reply transfer(String uid, String to) {
        return call("transferGroup", uid, Map.of("group_id", groupId, "user_id", to));
    }

    private Object role(String uid) {
        return collection("uni-im-group-member")
                .find(new Document("user_id", uid))
                .first()
                .get("role");
    }

    @Test
    void transferGroup_toAMember_movesEverything() {
        // Given
        set("uni-im-group-member", "user_id", "bob", "mute_type", 1);

        // When
        Reply reply = call(event("to-bob", Map.of("the-group", groupId)));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(stored("uni-im-group").get(0))
                .containsEntry("user_id", "bob")
                .containsEntry("pending_changes", List.of());
        assertThat(role("bob")).isEqualTo(List.of("creator", "admin"));
        assertThat(role("alice")).isEqualTo(List.of("admin"));
        assertThat(notices("set-group-admin"))
                .extracting(notice -> notice.get("body"))
                .containsExactly(
                        new Document("user_id", "bob")
                                .append("addRole", List.of("creator", "admin"))
                                .append("delRole", List.of()),
                        new Document("user_id", "alice")
                                .append("addRole", List.of())
                                .append("delRole", List.of("creator")));
        assertThat(transfer("alice", "carol").outcome()).isEqualTo("403 no-permission");
    }

    @Test
    void transferGroup_refusals_areInOrder() {
        set("uni-im-group-member", "user_id", "bob", "role", List.of("admin"));
        assertThat(call(event("to-nobody", Map.of("the-group", groupId))).outcome())
                .isEqualTo("400 param-error");
        assertThat(transfer("bob", "carol").outcome()).isEqualTo("403 no-permission");
        assertThat(transfer("dave", "carol").outcome()).isEqualTo("403 not-group-member");
        assertThat(transfer("alice", "alice").outcome()).isEqualTo("400 param-error");
        assertThat(transfer("alice", "dave").outcome()).isEqualTo("404 user-not-found");

        set("uni-im-group", "_id", groupId, "dissolved_time", 1L);

        assertThat(transfer("alice", "bob").outcome()).isEqualTo("404 group-not-found");
    }

    @Test
    void transferGroup_toWhoCannotAct_isRefusedByTheirStatus() {
        List<String> codes = List.of("banned", "auditing", "audit-failed", "closed");
        for (int status = 1; status <= 4; status++) {
            set("uni-id-users", "_id", "bob", "status", status);
            assertThat(transfer("alice", "bob").outcome()).isEqualTo("403 uni-id-account-" + codes.get(status - 1));
        }
        collection("uni-id-users").deleteOne(new Document("_id", "bob"));
        assertThat(transfer("alice", "bob").outcome()).isEqualTo("403 uni-id-account-closed");
        assertThat(role("alice")).isEqualTo(List.of("creator", "admin"));
        assertThat(notices("set-group-admin")).isEmpty();
    }

    @Test
    void transferGroup_bySystemsAdmin_takesItFromACreatorWhoIsGone() {
        // Given
        users.add("erin", Map.of("role", List.of("uni-im-admin")));
        set("uni-id-users", "_id", "alice", "status", 4);

        // When
        Reply reply = transfer("erin", "bob");

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(stored("uni-im-group").get(0))
                .containsEntry("user_id", "bob")
                .containsEntry("member_count", 3L)
                .containsEntry("pending_changes", List.of());
        assertThat(role("bob")).isEqualTo(List.of("creator", "admin"));
        assertThat(role("alice")).isEqualTo(List.of("admin"));
        assertThat(notices("set-group-admin"))
                .extracting(notice -> notice.getString("from_uid"))
                .containsExactly("erin", "erin");
        assertThat(transfer("erin", "bob").outcome()).isEqualTo("400 param-error");
        assertThat(transfer("erin", "dave").outcome()).isEqualTo("404 user-not-found");
    }

    @Test
    void transferGroup_bySystemsAdmin_ofAGroupWithoutACreator_isOneChange() {
        // Given
        users.add("carol", Map.of("role", List.of("uni-im-admin")));
        collection("uni-im-group-member").deleteOne(new Document("user_id", "alice"));

        // When
        Reply reply = transfer("carol", "carol");

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(role("carol")).isEqualTo(List.of("creator", "admin"));
        assertThat(notices("set-group-admin")).hasSize(1);
    }
}
