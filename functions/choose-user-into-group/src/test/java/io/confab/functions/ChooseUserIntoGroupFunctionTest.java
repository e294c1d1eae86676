package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.ids.Hashes;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.Users;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ChooseUserIntoGroupFunctionTest extends FunctionTestBase {
    private Reply choose(String uid, Object... params) {
        Map<String, Object> given = new HashMap<>();
        for (int i = 0; i < params.length; i += 2) {
            given.put((String) params[i], params[i + 1]);
        }
        return call("chooseUserIntoGroup", uid, given);
    }

    private List<String> members(String groupId) {
        return collection("uni-im-group-member")
                .find(new Document("group_id", groupId))
                .map(member -> member.getString("user_id"))
                .into(new ArrayList<>());
    }

    private void setMember(String uid, String field, Object value) {
        collection("uni-im-group-member")
                .updateOne(new Document("user_id", uid), new Document("$set", new Document(field, value)));
    }

    @Test
    void chooseUserIntoGroup_create_makesGroupMembersConversationsAndNotice() {
        // When
        Reply reply = call(event("create"));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        String groupId = reply.text("/data/group_id");
        assertThat(reply.data()).hasSize(1);
        assertThat(stored("uni-im-group")).singleElement().satisfies(group -> assertThat(group)
                .containsEntry("_id", groupId)
                .containsEntry("user_id", "alice")
                .containsEntry("name", "alice bob carol")
                .containsEntry("join_option", "freeAccess")
                .containsEntry("mute_all_members", false)
                .containsEntry("pending_changes", List.of())
                .containsEntry("member_count", 3L)
                .doesNotContainKey("dissolved"));
        assertThat(stored("uni-im-group-member"))
                .extracting(member -> member.getString("user_id") + member.getList("role", String.class))
                .containsExactlyInAnyOrder("alice[creator, admin]", "bob[]", "carol[]");
        assertThat(stored("uni-im-conversation"))
                .extracting(side -> side.getString("user_key"))
                .containsExactlyInAnyOrder("alice#group_" + groupId, "bob#group_" + groupId, "carol#group_" + groupId);
        assertThat(stored("uni-im-msg")).singleElement().satisfies(notice -> {
            assertThat(notice)
                    .containsEntry("seq", 1L)
                    .containsEntry("type", "system")
                    .containsEntry("action", "join-group-notice")
                    .containsEntry("from_uid", "alice");
            assertThat(notice.get("body", Document.class).getList("user_list", Document.class))
                    .extracting(user -> user.getString("_id"))
                    .containsExactly("alice", "bob", "carol");
        });
        assertThat(invoker.payloads("sendMsgToGroup")).singleElement().satisfies(event -> {
            JsonNode message = event.at("/pushParam/payload/data");
            assertThat(message.get("action").asText()).isEqualTo("join-group-notice");
            assertThat(message.get("group_id").asText()).isEqualTo(groupId);
            assertThat(event.at("/pushParam/settings/strategy/default").asInt()).isEqualTo(3);
        });
        assertThat(chats.textToGroup("bob", groupId, "first").seq).isEqualTo(2);
    }

    @Test
    void chooseUserIntoGroup_createWithOwnAndRepeatedIds_dropsThem() {
        // When
        Reply reply = choose("alice", "user_ids", List.of("bob", "alice", "bob"));

        // Then
        assertThat(reply.data().has("duplicate_user_ids")).isFalse();
        assertThat(members(reply.text("/data/group_id"))).containsExactlyInAnyOrder("alice", "bob");
    }

    @Test
    void chooseUserIntoGroup_createAlone_isAllowed() {
        // When
        Reply reply = choose("alice", "user_ids", List.of(), "group_id", "");

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(members(reply.text("/data/group_id"))).containsExactly("alice");
    }

    @Test
    void chooseUserIntoGroup_longNames_areCutAtThirtyCharacters() {
        // Given
        users.add("bob", Map.of("nickname", "Robert with a rather long name"));

        // When
        choose("alice", "user_ids", List.of("bob", "carol"));

        // Then
        assertThat(stored("uni-im-group").get(0).getString("name")).isEqualTo("alice Robert with a rather lon");
    }

    @Test
    void chooseUserIntoGroup_nameThatShowsNothing_isTheDefault_cutBetweenCharacters() {
        // Given
        users.add("bob", Map.of("nickname", "x".repeat(23) + "😀"));

        // When
        choose("alice", "user_ids", List.of("bob"), "groupInfo", Map.of("name", "\u202E\u3164\n"));
        choose("alice", "user_ids", List.of("bob"), "groupInfo", Map.of("name", "\u202ETea\u2028 Room"));

        // Then
        assertThat(stored("uni-im-group").get(0))
                .containsEntry("name", "alice " + "x".repeat(23))
                .containsEntry("folded_name", "alice " + "x".repeat(23));
        assertThat(stored("uni-im-group").get(1))
                .containsEntry("name", "Tea Room")
                .containsEntry("folded_name", "tea room");
    }

    @Test
    void chooseUserIntoGroup_groupInfo_isKept() {
        // When
        choose(
                "alice",
                "user_ids",
                List.of("bob"),
                "groupInfo",
                Map.of(
                        "name", "Club",
                        "introduction", "hello",
                        "join_option", "disableApply",
                        "avatar_file", Map.of("url", "/u")));

        // Then
        assertThat(stored("uni-im-group")).singleElement().satisfies(group -> assertThat(group)
                .containsEntry("name", "Club")
                .containsEntry("introduction", "hello")
                .containsEntry("join_option", "disableApply")
                .containsEntry("avatar_file", new Document("url", "/u")));
        assertThat(choose("alice", "user_ids", List.of(), "groupInfo", Map.of("join_option", "whatever"))
                        .outcome())
                .isEqualTo("400 param-error");
        assertThat(choose("alice", "user_ids", List.of(), "groupInfo", Map.of("name", "x".repeat(31)))
                        .outcome())
                .isEqualTo("400 param-error");
    }

    @Test
    void chooseUserIntoGroup_repeatedCreation_answersTheFirstGroup() {
        // Given
        Reply first = call(event("create"));

        // When
        Reply repeat = call(event("create"));

        // Then
        assertThat(repeat.json()).isEqualTo(first.json());
        assertThat(stored("uni-im-group")).hasSize(1);
        assertThat(stored("uni-im-msg")).hasSize(1);
    }

    @Test
    void chooseUserIntoGroup_crashAfterTheGroupWasStored_isFinishedByTheRepeat() {
        // Given
        String groupId = call(event("create")).text("/data/group_id");
        collection("uni-im-group-member").deleteMany(new Document("user_id", new Document("$ne", "alice")));
        collection("uni-im-conversation").deleteMany(new Document());
        collection("uni-im-msg").deleteMany(new Document());
        Document promise = new Document("_id", memberJoinId())
                .append("kind", "join")
                .append("action", "join-group-notice")
                .append("left_by", List.of("", "", ""))
                .append("no", 0L)
                .append("by_uid", "alice")
                .append("user_ids", List.of("alice", "bob", "carol"))
                .append("time", 1L)
                .append("appid", Users.APP);
        collection("uni-im-group")
                .updateOne(
                        new Document(),
                        new Document(
                                "$set",
                                new Document("pending_changes", List.of(promise))
                                        .append("last_seq", 0L)
                                        .append("last_n", 0L)));

        // When
        Reply repeat = call(event("create"));

        // Then
        assertThat(repeat.text("/data/group_id")).isEqualTo(groupId);
        assertThat(members(groupId)).containsExactlyInAnyOrder("alice", "bob", "carol");
        assertThat(stored("uni-im-conversation")).hasSize(3);
        assertThat(stored("uni-im-msg")).hasSize(1);
        assertThat(stored("uni-im-group").get(0)).containsEntry("pending_changes", List.of());
    }

    private String memberJoinId() {
        return stored("uni-im-group-member").get(0).getString("join_id");
    }

    @Test
    void chooseUserIntoGroup_add_letsNewOnesInAndReportsKnownOnes() {
        // Given
        String groupId = chats.group("alice", "bob");
        chats.textToGroup("alice", groupId, "before");

        // When: an ordinary member invites
        Reply reply = choose("bob", "group_id", groupId, "user_ids", List.of("carol", "alice", "bob", "dave"));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.data().get("duplicate_user_ids")).hasToString("[\"alice\",\"bob\"]");
        assertThat(members(groupId)).containsExactlyInAnyOrder("alice", "bob", "carol", "dave");
        Document notice = collection("uni-im-msg").find(new Document("seq", 3L)).first();
        assertThat(notice).containsEntry("from_uid", "bob");
        assertThat(notice.get("body", Document.class).getList("user_list", Document.class))
                .extracting(user -> user.getString("_id"))
                .containsExactly("carol", "dave");
        assertThat(collection("uni-im-conversation")
                        .find(new Document("user_key", "carol#" + ConversationIds.group(groupId)))
                        .first())
                .containsEntry("read_seq", 2L)
                .containsEntry("read_n", 1L);
    }

    @Test
    void chooseUserIntoGroup_nobodyNew_is409() {
        // Given
        String groupId = chats.group("alice", "bob");

        // Then
        assertThat(choose("alice", "group_id", groupId, "user_ids", List.of("bob", "alice"))
                        .outcome())
                .isEqualTo("409 duplicate-member");
        assertThat(members(groupId)).hasSize(2);
    }

    @Test
    void chooseUserIntoGroup_unknownIdAmongOthers_is2000AndAddsNobody() {
        // Given
        String groupId = chats.group("alice", "bob");

        // Then
        assertThat(choose("alice", "group_id", groupId, "user_ids", List.of("carol", "nobody"))
                        .outcome())
                .isEqualTo("400 2000");
        assertThat(choose("alice", "user_ids", List.of("carol", "nobody")).outcome())
                .isEqualTo("400 2000");
        assertThat(members(groupId)).hasSize(2);
        assertThat(stored("uni-im-group")).hasSize(1);
    }

    @Test
    void chooseUserIntoGroup_499IdsAnd500_areAcceptedAndRefused() {
        // Given
        List<String> uids = IntStream.range(0, 500).mapToObj(i -> "u" + i).toList();
        collection("uni-id-users")
                .insertMany(uids.stream()
                        .map(uid -> new Document("_id", uid).append("nickname", uid))
                        .toList());

        // Then
        assertThat(choose("alice", "user_ids", uids).outcome()).isEqualTo("400 2000");
        Reply reply = choose("alice", "user_ids", uids.subList(0, 499));
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(members(reply.text("/data/group_id"))).hasSize(500);
        assertThat(stored("uni-im-conversation")).hasSize(500);
    }

    /** Seen to fail: a body of 1.3 million characters, with which no invocation could begin. */
    @Test
    void chooseUserIntoGroup_manyWithLongNamesAndPictures_isAnnouncedWithinBounds() {
        // Given
        List<String> many = IntStream.range(0, 499).mapToObj(i -> "user-" + i).toList();
        String url = "https://example.com/" + "x".repeat(2_000);
        many.forEach(
                uid -> users.add(uid, Map.of("nickname", "名".repeat(100), "avatar_file", new Document("url", url))));

        // When
        Reply reply = call("chooseUserIntoGroup", "alice", Map.of("user_ids", many));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        List<Document> listed =
                notices("join-group-notice").get(0).get("body", Document.class).getList("user_list", Document.class);
        assertThat(listed)
                .extracting(person -> person.getString("_id"))
                .hasSize(500)
                .contains("user-498");
        assertThat(listed.get(1)).containsKey("nickname");
        assertThat(listed.get(499)).doesNotContainKeys("nickname", "avatar_file");
        JsonNode push = invoker.payloads("sendMsgToGroup").get(0).path("pushParam");
        assertThat(push.toString().getBytes(StandardCharsets.UTF_8).length).isBetween(23_000, 24_100);
        assertThat(push.at("/payload/data/LongMsg").asBoolean()).isTrue();
        assertThat(push.at("/payload/data/body/user_list/0/_id").asText()).isEqualTo("alice");
    }

    @Test
    void chooseUserIntoGroup_userIdsNoArray_is1000() {
        assertThat(call(event("not-an-array")).outcome()).isEqualTo("400 1000");
        assertThat(choose("alice", "user_ids", Map.of("0", "bob")).outcome()).isEqualTo("400 1000");
        assertThat(choose("alice", "user_ids", List.of(1)).outcome()).isEqualTo("400 param-error");
    }

    @Test
    void chooseUserIntoGroup_rights_areChecked() {
        // Given
        String groupId = chats.group("alice", "bob");

        // Then
        assertThat(choose("carol", "group_id", groupId, "user_ids", List.of("dave"))
                        .outcome())
                .isEqualTo("403 not-group-member");
        assertThat(choose("carol", "group_id", "none", "user_ids", List.of("dave"))
                        .outcome())
                .isEqualTo("404 group-not-found");
        collection("uni-im-group")
                .updateOne(new Document(), new Document("$set", new Document("join_option", "disableApply")));
        assertThat(choose("bob", "group_id", groupId, "user_ids", List.of("dave"))
                        .outcome())
                .isEqualTo("403 no-permission");
        setMember("bob", "role", List.of("admin"));
        assertThat(choose("bob", "group_id", groupId, "user_ids", List.of("dave"))
                        .outcome())
                .isEqualTo("200 0");
        collection("uni-im-group").updateOne(new Document(), new Document("$set", new Document("dissolved_time", 1L)));
        assertThat(choose("bob", "group_id", groupId, "user_ids", List.of("erin"))
                        .outcome())
                .isEqualTo("404 group-not-found");
    }

    private void block(String uid, String blocked) {
        String conversationId = ConversationIds.single(uid, blocked);
        collection("uni-im-conversation")
                .insertOne(new Document("_id", uid + blocked)
                        .append("user_key", uid + "#" + conversationId)
                        .append("id", conversationId)
                        .append("type", 1)
                        .append("user_id", uid)
                        .append("friend_uid", blocked)
                        .append("blocked_time", 7L));
    }

    @Test
    void chooseUserIntoGroup_createWithBlockers_leavesThemOutAndSaysSo() {
        // Given
        block("carol", "alice");
        block("alice", "dave");

        // When
        Reply reply = choose("alice", "user_ids", List.of("bob", "carol", "dave"), "unique_id", "u");

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.data().path("blocked_user_ids")).hasToString("[\"carol\"]");
        assertThat(members(reply.text("/data/group_id"))).containsExactlyInAnyOrder("alice", "bob", "dave");
        assertThat(stored("uni-im-group").get(0)).containsEntry("name", "alice bob dave");
        assertThat(commands.names())
                .filteredOn("find uni-im-conversation"::equals)
                .hasSize(1);
        collection("uni-im-conversation").deleteMany(new Document("user_id", "carol"));
        block("bob", "alice");
        assertThat(choose("alice", "user_ids", List.of("bob", "carol", "dave"), "unique_id", "u")
                        .json())
                .isEqualTo(reply.json());
    }

    @Test
    void chooseUserIntoGroup_createWithOnlyBlockers_makesNoGroup() {
        // Given
        block("carol", "alice");

        // Then
        assertThat(choose("alice", "user_ids", List.of("carol", "alice"), "unique_id", "u")
                        .outcome())
                .isEqualTo("403 blocked");
        assertThat(stored("uni-im-group")).isEmpty();
        assertThat(choose("carol", "user_ids", List.of("alice")).outcome()).isEqualTo("200 0");
    }

    @Test
    void chooseUserIntoGroup_addBlockers_leavesThemOutAndSaysSo() {
        // Given
        String groupId = chats.group("alice", "bob");
        block("bob", "alice");
        block("carol", "alice");

        // When
        Reply reply = choose("alice", "group_id", groupId, "user_ids", List.of("bob", "carol", "dave"));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.data().path("duplicate_user_ids")).hasToString("[\"bob\"]");
        assertThat(reply.data().path("blocked_user_ids")).hasToString("[\"carol\"]");
        assertThat(members(groupId)).containsExactlyInAnyOrder("alice", "bob", "dave");
        assertThat(choose("alice", "group_id", groupId, "user_ids", List.of("bob", "carol"))
                        .outcome())
                .isEqualTo("403 blocked");
        assertThat(choose("alice", "group_id", groupId, "user_ids", List.of("bob", "dave"))
                        .outcome())
                .isEqualTo("409 duplicate-member");
        assertThat(choose("bob", "group_id", groupId, "user_ids", List.of("carol"))
                        .outcome())
                .isEqualTo("200 0");
    }

    @Test
    void chooseUserIntoGroup_whoHadAsked_isAnswered() {
        // Given
        String groupId = chats.group("alice", "bob");
        String request = Hashes.md5("[\"" + groupId + "\",\"carol\"]");
        collection("uni-im-group-join")
                .insertOne(new Document("_id", request)
                        .append("group_id", groupId)
                        .append("user_id", "carol")
                        .append("state", 0)
                        .append("creat_time", 5L)
                        .append("update_time", 5L));
        for (String manager : List.of("alice", "dave")) {
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

        // When
        choose("bob", "group_id", groupId, "user_ids", List.of("carol", "erin"));

        // Then
        assertThat(stored("uni-im-group-join").get(0)).containsEntry("state", 100);
        assertThat(stored("uni-im-notification")).hasSize(2).allSatisfy(notification -> {
            assertThat(notification).containsEntry("is_read", true);
            assertThat(notification.get("payload", Document.class)).containsEntry("state", "confirm");
        });
    }
}
