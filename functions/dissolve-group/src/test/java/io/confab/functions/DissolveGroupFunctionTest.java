package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DissolveGroupFunctionTest extends FunctionTestBase {
    private String groupId;

    @BeforeEach
    void group() {
        groupId = chats.group("alice", "bob", "carol");
        forgetEffects();
    }

    private Reply dissolve(String uid) {
        return call("dissolveGroup", uid, Map.of("group_id", groupId));
    }

    @Test
    void dissolveGroup_byTheCreator_endsItWithOneNotice() {
        // Given
        clock.advance(Duration.ZERO);
        List<Document> members = stored("uni-im-group-member");

        // When
        Reply reply = call(event("dissolve", Map.of("the-group", groupId)));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(stored("uni-im-group").get(0))
                .containsEntry("dissolved_time", clock.millis())
                .containsEntry("pending_changes", List.of());
        assertThat(stored("uni-im-group-member")).isEqualTo(members);
        assertThat(notices("group-dissolved")).singleElement().satisfies(notice -> assertThat(notice)
                .containsEntry("body", new Document()));
        assertThat(invoker.payloads("sendMsgToGroup")).hasSize(1);
        assertThat(dissolve("alice").outcome()).isEqualTo("404 group-not-found");
    }

    @Test
    void dissolveGroup_scalarArgument_namesTheGroup() {
        assertThat(call("dissolveGroup", "alice", Map.of("params", List.of(groupId)))
                        .outcome())
                .isEqualTo("200 0");
        assertThat(call("dissolveGroup", "alice", Map.of("params", groupId)).outcome())
                .isEqualTo("404 group-not-found");
    }

    @Test
    void dissolveGroup_noticeLeftOut_isMadeByTheRepeat() {
        // Given: a call that died behind its promise
        collection("uni-im-group")
                .updateOne(
                        new Document(),
                        new Document(
                                "$set",
                                new Document("dissolved_time", 7L)
                                        .append(
                                                "pending_changes",
                                                List.of(new Document("_id", "dead")
                                                        .append("kind", "notice")
                                                        .append("action", "group-dissolved")
                                                        .append("body", new Document())
                                                        .append("by_uid", "alice")
                                                        .append("user_ids", List.of())
                                                        .append("time", clock.millis())
                                                        .append("no", 0L)))));

        // When
        Reply reply = dissolve("alice");

        // Then
        assertThat(reply.outcome()).isEqualTo("404 group-not-found");
        assertThat(notices("group-dissolved")).hasSize(1);
    }

    @Test
    void dissolveGroup_refusals_areInOrder() {
        assertThat(call(event("no-group")).outcome()).isEqualTo("400 param-error");
        assertThat(dissolve("bob").outcome()).isEqualTo("403 no-permission");
        assertThat(dissolve("dave").outcome()).isEqualTo("403 not-group-member");
        assertThat(call("dissolveGroup", "dave", Map.of("group_id", "none")).outcome())
                .isEqualTo("404 group-not-found");
    }

    @Test
    void dissolveGroup_bySystemsAdmin_isAllowedInAnyGroup() {
        // Given
        users.add("erin", Map.of("role", List.of("uni-im-admin")));

        // When
        Reply reply = dissolve("erin");

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(notices("group-dissolved")).singleElement().satisfies(notice -> assertThat(notice)
                .containsEntry("from_uid", "erin"));
        assertThat(dissolve("erin").outcome()).isEqualTo("404 group-not-found");
    }
}
