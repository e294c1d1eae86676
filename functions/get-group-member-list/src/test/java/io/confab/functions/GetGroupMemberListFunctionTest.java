package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.bson.Document;
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
    void getGroupMemberList_fieldsOfOtherTypes_areRead() {
        String key = groupId + "#bob";
        set("uni-im-group-member", "member_key", key, "role", "admin");
        set("uni-im-group-member", "member_key", key, "mute_type", "0");
        set("uni-im-group-member", "member_key", key, "create_time", "today");
        set("uni-im-group", "_id", groupId, "join_option", 5);
        set("uni-im-group", "_id", groupId, "mute_all_members", 0);

        Reply reply = call("getGroupMemberList", "alice", Map.of("group_id", groupId, "user_id", "bob"));

        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.data().at("/0/role")).isEmpty();
        assertThat(reply.number("/data/0/mute_type")).isEqualTo(1);
        assertThat(find(Map.of()).data()).hasSize(3);
    }

    private Reply find(Map<String, ?> params) {
        Map<String, Object> all = new HashMap<>(Map.of("group_id", groupId));
        all.putAll(params);
        return call("getGroupMemberList", "alice", all);
    }

    private List<String> found(String keyword) {
        Reply reply = find(Map.of("keyword", keyword));
        assertThat(reply.outcome()).as(reply.errMsg()).isEqualTo("200 0");
        assertThat(reply.json().path("hasMore").asBoolean()).isFalse();
        return uids(reply);
    }

    private static List<String> uids(Reply reply) {
        List<String> uids = new ArrayList<>();
        reply.data().forEach(member -> uids.add(member.path("user_id").asText()));
        return uids;
    }

    @Test
    void getGroupMemberList_keyword_findsShownNamesByTheirBeginning() {
        users.add("bob", Map.of("nickname", "E\u0301lodie Straße"));
        users.add("carol", Map.of("nickname", "", "username", "", "mobile", "13812341234"));

        assertThat(found("él")).containsExactly("bob");
        assertThat(found(" ÉLODIE STRASS ")).containsExactly("bob");
        assertThat(found("138****1")).containsExactly("carol");
        assertThat(found("13812")).isEmpty();
        assertThat(found("lodie")).isEmpty();
        assertThat(found("e")).isEmpty();
        assertThat(found(".*")).isEmpty();
        assertThat(found("")).hasSize(3);
        assertThat(found(" \u2003")).hasSize(3);
        assertThat(uids(find(Map.of("keyword", "AL", "user_id", "alice")))).containsExactly("alice");
        assertThat(uids(find(Map.of("keyword", "b", "user_id", "alice")))).isEmpty();
        assertThat(find(Map.of("keyword", 5)).outcome()).isEqualTo("400 param-error");
        assertThat(find(Map.of("keyword", "x".repeat(1_001))).outcome()).isEqualTo("400 param-error");
    }

    @Test
    void getGroupMemberList_keyword_pagesCoverEveryMatchOnce() {
        addMembers(1_200, i -> i % 100 == 7 ? "Zoë " + i : "other " + i);

        Reply first = find(Map.of("keyword", "zoë", "limit", 5));
        assertThat(commands.names()).as("a group of three steps").hasSizeLessThanOrEqualTo(9);
        Reply second = find(Map.of("keyword", "zoë", "limit", 5, "cursor", first.text("/nextCursor")));
        Reply third = find(Map.of("keyword", "zoë", "limit", 5, "cursor", second.text("/nextCursor")));

        assertThat(uids(first)).containsExactly("m00007", "m00107", "m00207", "m00307", "m00407");
        assertThat(uids(second)).containsExactly("m00507", "m00607", "m00707", "m00807", "m00907");
        assertThat(uids(third)).containsExactly("m01007", "m01107");
        assertThat(third.json().path("hasMore").asBoolean()).isFalse();
        assertThat(find(Map.of("keyword", "zo", "cursor", first.text("/nextCursor")))
                        .outcome())
                .isEqualTo("400 param-error");
        assertThat(find(Map.of("cursor", first.text("/nextCursor"))).outcome()).isEqualTo("400 param-error");
    }

    @Test
    void getGroupMemberList_keyword_examinesABoundedNumber() {
        addMembers(2_100, i -> i == 2_050 ? "Zoë" : "other");

        Reply first = find(Map.of("keyword", "zoë"));
        Reply second = find(Map.of("keyword", "zoë", "cursor", first.text("/nextCursor")));

        assertThat(first.data()).isEmpty();
        assertThat(first.json().path("hasMore").asBoolean()).isTrue();
        assertThat(uids(second)).containsExactly("m02050");
        assertThat(second.json().path("hasMore").asBoolean()).isFalse();
    }

    /** Stored without the service; their ids are behind those of the members there are, and in the order of their numbers. */
    private void addMembers(int count, IntFunction<String> nickname) {
        List<Document> users = new ArrayList<>();
        List<Document> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String uid = String.format("m%05d", i);
            users.add(new Document("_id", uid).append("nickname", nickname.apply(i)));
            members.add(new Document("_id", "zz" + uid)
                    .append("member_key", groupId + "#" + uid)
                    .append("group_id", groupId)
                    .append("user_id", uid)
                    .append("role", List.of())
                    .append("create_time", 5L));
        }
        collection("uni-id-users").insertMany(users);
        collection("uni-im-group-member").insertMany(members);
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
