package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GetGroupMemberListFunctionTest extends FunctionTestBase {
    private String groupId;

    @BeforeEach
    void group() {
        groupId = chats.group("alice", "bob", "carol");
        forgetEffects();
    }

    @Test
    void getGroupMemberList_all_isByIdAscending() {
        // Given
        users.add("bob", Map.of("nickname", "Robert"));

        // When
        Reply reply = call(event("all", Map.of("the-group", groupId)));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.data()).hasSize(3);
        List<String> ids = new ArrayList<>();
        reply.data().forEach(member -> ids.add(member.path("_id").asText()));
        assertThat(ids).isSorted();
        reply.data().forEach(member -> {
            String uid = member.path("user_id").asText();
            assertThat(member.at("/user_info/0/nickname").asText()).isEqualTo(uid.equals("bob") ? "Robert" : uid);
            assertThat(member.path("active_time")).isEqualTo(member.path("create_time"));
        });
    }

    @Test
    void getGroupMemberList_pages_coverEveryone() {
        // When
        Reply first = call("getGroupMemberList", "bob", Map.of("group_id", groupId, "limit", 2));
        Reply second = call(
                "getGroupMemberList",
                "bob",
                Map.of("group_id", groupId, "limit", 2, "cursor", first.text("/nextCursor")));

        // Then
        assertThat(first.data()).hasSize(2);
        assertThat(second.data()).hasSize(1);
        assertThat(second.json().path("hasMore").asBoolean()).isFalse();
    }

    @Test
    void getGroupMemberList_ofOne_isThatOneOrNone() {
        assertThat(call("getGroupMemberList", "bob", Map.of("group_id", groupId, "user_id", "carol"))
                        .data()
                        .findValuesAsText("user_id"))
                .containsExactly("carol");
        assertThat(call("getGroupMemberList", "bob", Map.of("group_id", groupId, "user_id", "dave"))
                        .data())
                .isEmpty();
    }

    @Test
    void getGroupMemberList_refusals_areInOrder() {
        assertThat(call(event("no-group")).outcome()).isEqualTo("400 param-error");
        assertThat(call("getGroupMemberList", "dave", Map.of("group_id", groupId))
                        .outcome())
                .isEqualTo("403 not-group-member");

        set("uni-im-group", "_id", groupId, "dissolved_time", 1L);

        assertThat(call("getGroupMemberList", "bob", Map.of("group_id", groupId))
                        .outcome())
                .isEqualTo("404 group-not-found");
    }
}
