package io.confab.bench.laptop;

import io.confab.bench.client.BenchUser;
import io.confab.bench.client.ConfabClient;
import io.confab.bench.client.Population;
import io.confab.bench.client.Texts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Users of the bench's own who live alike in every database: single chats, a group, friends. What calls of theirs cost may
 * depend on them, not on what else is stored.
 */
final class Scene {
    private static final int USERS = 40;
    private static final int MEMBERS = 20;
    private static final int MESSAGES_EACH = 3;
    private static final int FRIENDS = 6;
    private static final String NAME = "scene" + UUID.randomUUID().toString().substring(0, 8);

    private final ConfabClient client;
    private final List<BenchUser> users;
    private final String group;
    private final String conversation;

    Scene(ConfabClient client) throws IOException {
        this.client = client;
        Population population = new Population(client);
        this.users = population.users(USERS);
        this.group = population.group(users.subList(0, MEMBERS));
        String first = "";
        for (int i = 1; i < USERS; i++) {
            for (int n = 0; n < MESSAGES_EACH; n++) {
                first = send(user(i), Texts.toUser(user(0).uid(), "message " + n))
                        .get("conversation_id");
                send(user(i % MEMBERS), Texts.toGroup(group, "message " + n));
            }
        }
        this.conversation = first;
        for (int i = 1; i <= FRIENDS; i++) {
            befriend(user(0), user(i));
        }
    }

    ConfabClient client() {
        return client;
    }

    /** The calls that are compared, by what they are called; each is made ready anew for every round. */
    Map<String, Preparation> calls() {
        Map<String, Preparation> calls = new LinkedHashMap<>();
        calls.put("sendMsg single", round -> sendSingle(round));
        calls.put("sendMsg group", round -> call("sendMsg", round % MEMBERS, Texts.toGroup(group, "again " + round)));
        calls.put("revokeMsg", round -> {
            String id = send(user(1 + round % 9), sendSingle(round).params()).get("_id");
            return call("revokeMsg", 1 + round % 9, Map.of("msgId", id));
        });
        calls.put("clearUnreadCount", round -> {
            send(user(USERS - 1), Texts.toUser(user(0).uid(), "unread " + round));
            return call("clearUnreadCount", 0, Map.of("conversation_id", conversation));
        });
        calls.put("getConversationList", round -> call("getConversationList", 0, Map.of("limit", 20)));
        calls.put("getMsgList, newest", round -> call("getMsgList", 0, inConversation(Map.of())));
        calls.put("getMsgList, changed", round -> call("getMsgList", 0, inConversation(Map.of("minUpdateTime", 1))));
        calls.put("getMsgReaders", round -> {
            String id = round % 20 == 0 || lastInGroup == null ? newInGroup() : lastInGroup;
            return call("getMsgReaders", 0, Map.of("msgId", id));
        });
        calls.put("searchMsg", round -> call("searchMsg", 0, inConversation(Map.of("keyword", "message"))));
        calls.put(
                "updateConversation",
                round -> call("updateConversation", 0, inConversation(Map.of("draft", "draft " + round))));
        calls.put(
                "chooseUserIntoGroup, new",
                round -> call(
                        "chooseUserIntoGroup",
                        round % USERS,
                        Map.of("user_ids", uids(round + 1, 4), "groupInfo", Map.of("name", NAME))));
        calls.put("getGroupList", round -> call("getGroupList", 0, Map.of("limit", 20)));
        calls.put("getGroupMemberList", round -> call("getGroupMemberList", 0, Map.of("group_id", group)));
        calls.put("searchGroups", round -> call("searchGroups", round % USERS, Map.of("keyword", NAME, "limit", 20)));
        calls.put("getFriendList", round -> call("getFriendList", 0, Map.of()));
        calls.put(
                "addFriendInvite",
                round -> call(
                        "addFriendInvite",
                        10 + round % 30,
                        Map.of("to_uid", user(10 + (round + 7) % 30).uid(), "message", "hi")));
        calls.put("getNotificationList", round -> call("getNotificationList", 10 + round % 30, Map.of("limit", 20)));
        calls.put("getUsersInfo", round -> call("getUsersInfo", 0, Map.of("user_ids", uids(round, 10))));
        calls.put("searchUsers", round -> call("searchUsers", round % USERS, Map.of("keyword", user(3).uid())));
        calls.put(
                "setPushCid", round -> call("setPushCid", round % USERS, Map.of("pushClientId", NAME + round % USERS)));
        return calls;
    }

    private volatile String lastInGroup;

    private String newInGroup() throws IOException {
        lastInGroup = send(user(1), Texts.toGroup(group, "who has read it?")).get("_id");
        return lastInGroup;
    }

    private Call sendSingle(int round) {
        int sender = 1 + round % 9;
        return call("sendMsg", sender, Texts.toUser(user(sender + 9).uid(), "again " + round));
    }

    private Map<String, Object> inConversation(Map<String, Object> more) {
        Map<String, Object> params = new LinkedHashMap<>(more);
        params.put("conversation_id", conversation);
        return params;
    }

    private Call call(String method, int caller, Map<String, ?> params) {
        return new Call(method, user(caller), params);
    }

    private BenchUser user(int number) {
        return users.get(number % USERS);
    }

    private List<String> uids(int from, int count) {
        return new ArrayList<>(
                IntStream.range(from, from + count).mapToObj(i -> user(i).uid()).toList());
    }

    private Map<String, String> send(BenchUser sender, Map<String, ?> params) throws IOException {
        var data = client.callOrThrow("sendMsg", sender, params).data();
        return Map.of(
                "_id",
                data.path("_id").asText(),
                "conversation_id",
                data.path("conversation_id").asText());
    }

    private void befriend(BenchUser one, BenchUser other) throws IOException {
        String invite = client.callOrThrow("addFriendInvite", one, Map.of("to_uid", other.uid(), "message", "hi"))
                .data()
                .path("_id")
                .asText();
        client.callOrThrow("handleFriendInvite", other, Map.of("_id", invite, "state", 100));
    }

    /** Makes a call ready; what that takes is not measured. */
    interface Preparation {
        Call ready(int round) throws IOException;
    }
}
