package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.ids.Hashes;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HandleGroupJoinFunctionTest extends FunctionTestBase {
    private String groupId;
    private String request;

    @BeforeEach
    void request() {
        groupId = chats.group("alice", "bob");
        request = Hashes.md5("[\"" + groupId + "\",\"carol\"]");
        collection("uni-im-group-join")
                .insertOne(new Document("_id", request)
                        .append("group_id", groupId)
                        .append("user_id", "carol")
                        .append("message", "hi")
                        .append("state", 0)
                        .append("creat_time", 5L)
                        .append("update_time", 5L));
        forgetEffects();
    }

    private Reply handle(String uid, int state) {
        return call("handleGroupJoin", uid, Map.of("_id", request, "state", state));
    }

    private List<String> members() {
        return stored("uni-im-group-member").stream()
                .map(member -> member.getString("user_id"))
                .toList();
    }

    @Test
    void handleGroupJoin_accept_letsTheUserInOnce() {
        // When
        Reply reply = call(event("accept", Map.of("the-request", request)));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.data()).isEmpty();
        assertThat(members()).containsExactlyInAnyOrder("alice", "bob", "carol");
        assertThat(stored("uni-im-group-join").get(0)).containsEntry("state", 100);
        assertThat(stored("uni-im-msg")).hasSize(2);
        assertThat(handle("alice", 100).outcome()).isEqualTo("200 0");
        assertThat(handle("alice", -100).outcome()).isEqualTo("409 already-handled");
        assertThat(stored("uni-im-msg")).hasSize(2);
    }

    @Test
    void handleGroupJoin_refuse_tellsNobody() {
        // When
        Reply reply = handle("alice", -100);

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(members()).containsExactlyInAnyOrder("alice", "bob");
        assertThat(invoker.payloads("sendMsgToGroup")).isEmpty();
        assertThat(stored("uni-im-notification")).isEmpty();
        assertThat(handle("alice", -100).outcome()).isEqualTo("200 0");
        assertThat(handle("alice", 100).outcome()).isEqualTo("409 already-handled");
    }

    @Test
    void handleGroupJoin_acceptedButNotSeenThrough_isFinishedByTheNext() {
        // Given: the promise of a call that died
        collection("uni-im-group")
                .updateOne(
                        new Document(),
                        new Document(
                                        "$push",
                                        new Document(
                                                "pending_changes",
                                                new Document("_id", "dead")
                                                        .append("kind", "join")
                                                        .append("action", "join-group-notice")
                                                        .append("by_uid", "alice")
                                                        .append("user_ids", List.of("carol"))
                                                        .append("left_by", List.of(""))
                                                        .append("time", clock.millis())
                                                        .append("no", 0L)
                                                        .append("request_id", request)
                                                        .append("request_time", 5L)))
                                .append("$inc", new Document("member_count", 1L)));

        // When
        Reply refused = handle("alice", -100);

        // Then
        assertThat(refused.outcome()).isEqualTo("409 already-handled");
        assertThat(members()).containsExactlyInAnyOrder("alice", "bob", "carol");
        assertThat(stored("uni-im-group").get(0))
                .containsEntry("member_count", 3L)
                .containsEntry("pending_changes", List.of());
    }

    @Test
    void handleGroupJoin_memberMeanwhile_staysOne() {
        // Given
        collection("uni-im-group-join").updateOne(new Document(), new Document("$set", new Document("user_id", "bob")));

        // When
        Reply reply = handle("alice", 100);

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(stored("uni-im-group-join").get(0)).containsEntry("state", 100);
        assertThat(stored("uni-im-group").get(0)).containsEntry("member_count", 2L);
    }

    @Test
    void handleGroupJoin_refusals_areInOrder() {
        assertThat(call(event("unknown-state")).outcome()).isEqualTo("400 param-error");
        assertThat(call("handleGroupJoin", "alice", Map.of("_id", "none", "state", 100))
                        .outcome())
                .isEqualTo("404 invite-not-found");
        String unknown = call("handleGroupJoin", "bob", Map.of("_id", "none", "state", 100))
                .errMsg();
        for (String uid : List.of("bob", "carol", "dave")) {
            assertThat(handle(uid, 100).outcome()).isEqualTo("404 invite-not-found");
            assertThat(handle(uid, 100).errMsg()).isEqualTo(unknown);
        }
        collection("uni-im-group").updateOne(new Document(), new Document("$set", new Document("dissolved_time", 1L)));
        assertThat(handle("alice", 100).outcome()).isEqualTo("404 group-not-found");
        assertThat(handle("dave", 100).outcome()).isEqualTo("404 invite-not-found");
    }

    private void notify(String manager) {
        collection("uni-im-notification")
                .insertOne(new Document("unique_key", manager + "#uni-im-group-join-request#carol_" + groupId)
                        .append("user_id", manager)
                        .append("is_read", false)
                        .append(
                                "payload",
                                new Document("subType", "uni-im-group-join-request")
                                        .append("unique", "carol_" + groupId)
                                        .append("state", false)));
    }

    private void requireNotified(String state) {
        assertThat(stored("uni-im-notification")).isNotEmpty().allSatisfy(notification -> {
            assertThat(notification).containsEntry("is_read", true);
            assertThat(notification.get("payload", Document.class)).containsEntry("state", state);
        });
    }

    @Test
    void handleGroupJoin_decision_settlesAllManagersNotifications() {
        // Given
        notify("alice");
        notify("erin");
        collection("uni-im-notification").insertOne(new Document("unique_key", "other").append("is_read", false));

        // When
        handle("alice", 100);

        // Then
        collection("uni-im-notification").deleteOne(new Document("unique_key", "other").append("is_read", false));
        assertThat(stored("uni-im-notification")).hasSize(2);
        requireNotified("confirm");
    }

    @Test
    void handleGroupJoin_refusal_settlesThemAndSoDoesItsRepeat() {
        // Given
        notify("alice");
        handle("alice", -100);
        requireNotified("cancel");
        notify("dave");

        // When: a call that died between the two
        Reply repeat = handle("alice", -100);

        // Then
        assertThat(repeat.outcome()).isEqualTo("200 0");
        requireNotified("cancel");
    }

    @Test
    void handleGroupJoin_refusingAMember_isTooLate() {
        // Given: bob was invited; what he had asked is from a time before such requests were settled
        collection("uni-im-group-join").updateOne(new Document(), new Document("$set", new Document("user_id", "bob")));

        // When
        Reply reply = handle("alice", -100);

        // Then
        assertThat(reply.outcome()).isEqualTo("409 already-handled");
        assertThat(stored("uni-im-group-join").get(0)).containsEntry("state", 100);
        assertThat(handle("alice", 100).outcome()).isEqualTo("200 0");
    }
}
