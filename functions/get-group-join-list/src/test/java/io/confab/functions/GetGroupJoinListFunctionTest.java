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
class GetGroupJoinListFunctionTest extends FunctionTestBase {
    private String groupId;
    private String other;

    @BeforeEach
    void requests() {
        groupId = chats.group("alice", "bob");
        other = chats.group("alice");
        String foreign = chats.group("bob");
        request("r1", groupId, "carol", 0, 10);
        request("r2", groupId, "dave", 100, 20);
        request("r3", other, "dave", 0, 20);
        request("r4", foreign, "carol", 0, 30);
    }

    private void request(String id, String group, String uid, int state, long time) {
        collection("uni-im-group-join")
                .insertOne(new Document("_id", id)
                        .append("group_id", group)
                        .append("user_id", uid)
                        .append("message", "hi")
                        .append("state", state)
                        .append("creat_time", time)
                        .append("update_time", time));
    }

    private static List<String> ids(Reply reply) {
        return reply.data().findValuesAsText("_id").stream()
                .filter(id -> id.startsWith("r"))
                .toList();
    }

    @Test
    void getGroupJoinList_ofOneState_showsWhoAsked() {
        // When
        Reply reply = call(event("waiting", Map.of("the-group", groupId)));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.data())
                .hasToString("[{\"_id\":\"r1\",\"group_id\":\"" + groupId
                        + "\",\"user_id\":\"carol\",\"message\":\"hi\",\"state\":0,\"creat_time\":10,\"update_time\":10,"
                        + "\"user_info\":[{\"_id\":\"carol\",\"nickname\":\"carol\"}]}]");
    }

    @Test
    void getGroupJoinList_ofAllMyGroups_isPagedNewestFirst() {
        // When
        Reply all = call("getGroupJoinList", "alice", Map.of());
        Reply first = call("getGroupJoinList", "alice", Map.of("limit", 1));
        Reply second = call("getGroupJoinList", "alice", Map.of("limit", 1, "cursor", first.text("/nextCursor")));

        // Then
        assertThat(ids(all)).containsExactly("r3", "r2", "r1");
        assertThat(ids(first)).containsExactly("r3");
        assertThat(ids(second)).containsExactly("r2");
        assertThat(second.json().path("hasMore").asBoolean()).isTrue();
        assertThat(call("getGroupJoinList", "carol", Map.of()).data()).isEmpty();
    }

    @Test
    void getGroupJoinList_refusals_areInOrder() {
        assertThat(call(event("unknown-state")).outcome()).isEqualTo("400 param-error");
        assertThat(call("getGroupJoinList", "alice", Map.of("group_id", "none")).outcome())
                .isEqualTo("404 group-not-found");
        assertThat(call("getGroupJoinList", "bob", Map.of("group_id", groupId)).outcome())
                .isEqualTo("403 no-permission");
        assertThat(call("getGroupJoinList", "carol", Map.of("group_id", groupId))
                        .outcome())
                .isEqualTo("403 not-group-member");
    }
}
