package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confab.domain.ids.ConversationIds;
import io.confab.testing.Events;
import io.confab.testing.FoundFunctions;
import io.confab.testing.Friendships;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * No reply is over 4 MiB as Lambda counts, and paging gives everything exactly once (docs/api/README.md#what-holds-everywhere).
 */
@QuarkusTest
class LargeReplyTest extends FunctionTestBase {
    private static final int MAX_BYTES = 4 * 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    FoundFunctions functions;

    @Inject
    Friendships friendships;

    private WorstAccount account;

    @BeforeEach
    void makeAccount() {
        account = new WorstAccount(database(), chats, friendships);
    }

    /** A reply's body; it must be a success that Lambda can answer. */
    private JsonNode ask(String method, Map<String, ?> params) {
        try {
            JsonNode reply = functions.call(method, JSON.readTree(Events.call(method, "alice", params)));
            assertThat(reply.path("statusCode").asInt()).as(method).isEqualTo(200);
            assertThat(JSON.writeValueAsBytes(reply)).as(method).hasSizeLessThanOrEqualTo(MAX_BYTES);
            return JSON.readTree(reply.path("body").asText());
        } catch (InvocationTargetException | JsonProcessingException e) {
            throw new IllegalStateException(method, e);
        }
    }

    /** All elements, page by page, of a list whose pages end by bytes before they end by count, but for found groups. */
    private List<JsonNode> all(String method, Map<String, ?> params, Function<JsonNode, Stream<JsonNode>> elements) {
        List<JsonNode> all = new ArrayList<>();
        Map<String, Object> given = new HashMap<>(params);
        int pages = 0;
        JsonNode reply;
        do {
            reply = ask(method, given);
            elements.apply(reply.path("data")).forEach(all::add);
            given.put("cursor", reply.path("nextCursor").asText());
            pages++;
        } while (reply.path("hasMore").asBoolean());
        assertThat(pages > 1 || method.equals("searchGroups"))
                .as("%d pages of %s", pages, method)
                .isTrue();
        return all;
    }

    private List<String> ids(String method, Map<String, ?> params, String id) {
        List<String> ids = all(method, params, JsonNode::valueStream).stream()
                .map(element -> element.path(id).asText())
                .toList();
        assertThat(ids).as(method).doesNotHaveDuplicates();
        return ids;
    }

    @Test
    void everyList_ofTheWorstAccount_fitsAndGivesEverythingOnce() {
        peopleAndGroups();
        messages();
        conversations();
    }

    private void peopleAndGroups() {
        Map<String, Integer> most = Map.of("limit", 500);
        assertThat(ids("getFriendList", most, "friend_uid")).containsExactlyInAnyOrderElementsOf(account.people);
        assertThat(ids("getFriendInviteList", most, "from_uid")).containsExactlyInAnyOrderElementsOf(account.people);
        assertThat(ids("getBlockList", most, "_id")).containsExactlyInAnyOrderElementsOf(account.people);
        assertThat(ids("getGroupJoinList", most, "user_id")).containsExactlyInAnyOrderElementsOf(account.people);
        assertThat(ids("getGroupMemberList", Map.of("group_id", account.crowd, "limit", 500), "user_id"))
                .hasSize(WorstAccount.PEOPLE + 1);
        assertThat(ids("getGroupList", most, "group_id")).hasSize(WorstAccount.GROUPS + 1);
        assertThat(ids("getNotificationList", most, "_id")).hasSizeGreaterThanOrEqualTo(WorstAccount.NOTIFICATIONS);
        assertThat(ids("searchGroups", Map.of("keyword", groupName(), "limit", 500), "_id"))
                .hasSize(WorstAccount.GROUPS);
        assertThat(ids("searchUsers", Map.of("keyword", nickname(), "limit", 500), "_id"))
                .containsExactlyInAnyOrderElementsOf(account.people);
        assertThat(ids("getUsersInfo", Map.of("user_ids", twice(account.people)), "_id"))
                .containsExactlyElementsOf(account.people);
        assertThat(all("getMsgReaders", Map.of("msgId", account.heard, "limit", 500), data -> data.path("unread")
                        .valueStream()))
                .extracting(person -> person.path("_id").asText())
                .containsExactlyInAnyOrderElementsOf(account.people);
    }

    private String nickname() {
        return collection("uni-id-users")
                .find(new Document("_id", "bob"))
                .first()
                .getString("nickname");
    }

    private String groupName() {
        return collection("uni-im-group")
                .find(new Document("_id", "g1"))
                .first()
                .getString("name");
    }

    /** As many as one may ask for, the later ones again. */
    private static List<String> twice(List<String> uids) {
        List<String> asked = new ArrayList<>(uids);
        asked.addAll(uids.subList(0, 500 - uids.size()));
        return asked;
    }

    private void messages() {
        String conversation = ConversationIds.single("alice", "carol");
        List<String> texts = account.texts;
        Map<String, Object> selectors = Map.of(
                "limit",
                200,
                "beforeSeq",
                1_000,
                "afterSeq",
                0,
                "maxCreateTime",
                4_000_000_000_000L,
                "minCreateTime",
                0,
                "minUpdateTime",
                0);

        for (Map.Entry<String, Object> selector : selectors.entrySet()) {
            Map<String, Object> params = new HashMap<>(Map.of("conversation_id", conversation, "limit", 200));
            params.putIfAbsent(selector.getKey(), selector.getValue());
            List<JsonNode> messages = all("getMsgList", params, JsonNode::valueStream);
            assertThat(messages)
                    .as(selector.getKey())
                    .extracting(message -> message.path("_id").asText())
                    .containsExactlyInAnyOrderElementsOf(texts)
                    .doesNotHaveDuplicates();
            assertThat(messages)
                    .allSatisfy(message -> assertThat(message.has("LongMsg")).isFalse());
        }
        assertThat(ids(
                        "searchMsg",
                        Map.of("keyword", WorstAccount.KEYWORD, "conversation_id", conversation, "limit", 500),
                        "_id"))
                .containsExactlyInAnyOrderElementsOf(texts);
        assertThat(ids("searchMsg", Map.of("keyword", WorstAccount.KEYWORD, "limit", 500), "_id"))
                .containsAll(texts)
                .hasSize(texts.size() + WorstAccount.GROUPS);
    }

    private void conversations() {
        // Given
        int count = WorstAccount.PEOPLE + WorstAccount.GROUPS + 2;

        // When
        List<String> byCursor = ids("getConversationList", Map.of("limit", 500), "id");
        List<JsonNode> byNumber = new ArrayList<>();
        for (int page = 1; page <= 2; page++) {
            JsonNode data = ask("getConversationList", Map.of("limit", 400, "page", page))
                    .path("data");
            assertThat(data).hasSize(Math.min(400, count - byNumber.size()));
            data.forEach(byNumber::add);
        }

        // Then
        assertThat(byCursor).hasSize(count);
        assertThat(byNumber).extracting(side -> side.path("id").asText()).isEqualTo(byCursor);
        assertThat(byNumber.get(0).at("/msgList/0/_id").asText()).isEqualTo(account.heard);
        JsonNode withCarol = find(byNumber, ConversationIds.single("alice", "carol"));
        assertThat(withCarol.at("/msgList/0/LongMsg").asBoolean()).isTrue();
        assertThat(withCarol.at("/msgList/0/body").asText()).hasSize(50);
        JsonNode slim = byNumber.get(399);
        assertThat(slim.has("last_msg_note")).isFalse();
        for (String field : List.of("msgList", "user_info", "group_info")) {
            assertThat(slim.path(field).isArray()).as(field).isTrue();
            assertThat(slim.path(field)).as(field).isEmpty();
        }
        assertThat(slim.propertyStream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "_id",
                        "id",
                        "type",
                        "user_id",
                        slim.path("type").asInt() == 1 ? "friend_uid" : "group_id",
                        "unread_count",
                        "update_time",
                        "create_time",
                        "pinned",
                        "mute",
                        "hidden",
                        "leave",
                        "msgList",
                        "user_info",
                        "group_info");
    }

    private static JsonNode find(List<JsonNode> sides, String id) {
        return sides.stream()
                .filter(side -> side.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatOutsideWritersLeft_howeverLarge_failsNoList() {
        // Given
        String text = "中".repeat(1_500_000);
        set("uni-im-msg", "_id", account.texts.get(3), "body", text);
        set("uni-im-msg", "_id", account.texts.get(4), "body", new Document("url", text).append("n", 1));
        set("uni-im-friend", "friend_uid", "p7", "mark", text);

        // Then
        String conversation = ConversationIds.single("alice", "carol");
        assertThat(ids("getMsgList", Map.of("conversation_id", conversation, "limit", 200), "_id"))
                .hasSize(account.texts.size());
        JsonNode one = ask("getMsgList", Map.of("conversation_id", conversation, "_id", account.texts.get(3)));
        assertThat(one.at("/data/0/body").asText()).isEqualTo("中".repeat(50));
        assertThat(one.at("/data/0/LongMsg").asBoolean()).isTrue();
        assertThat(ids("getFriendList", Map.of("limit", 500), "friend_uid")).hasSize(account.people.size());
        assertThat(ids("getConversationList", Map.of(), "id")).hasSize(WorstAccount.PEOPLE + WorstAccount.GROUPS + 2);
    }
}
