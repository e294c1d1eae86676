package io.confab.bench.count;

import io.confab.bench.client.BenchUser;
import io.confab.bench.client.ConfabClient;
import io.confab.bench.client.ConversationIds;
import io.confab.bench.client.Reply;
import io.confab.bench.client.Texts;
import io.confab.bench.measure.Bound;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The calls that have a maximum number of commands, and some that have none. */
final class CountRun {
    private static final Bound SINGLE = new Bound(3);
    private static final Bound SINGLE_AND_ONE = new Bound(4);
    private static final Bound GROUP = new Bound(3);
    private static final Bound GROUP_AND_ONE = new Bound(4);
    private static final Bound HOP = new Bound(4);
    private static final Bound LIST = new Bound(5);
    private static final Bound CLEAR = new Bound(5);
    private static final Bound REVOKE = new Bound(7);
    private static final int EXAMINED_PER_CONVERSATION = 10;
    private static final int LIST_LIMIT = 500;
    private static final int PAGE = 20;
    private static final int MAX_PAGE_DOCUMENTS = 1_500;
    private static final int MAX_PAGE_BYTES = 200_000;
    private static final int MAX_DOCUMENTS_OF_ONE = 10;

    /** Calls that search conversations of one message each, and how many of these. */
    private static final double SEARCH_CALLS = 10;

    private static final double SEARCHED_BY_THEM = 3_000;

    private final ConfabClient client;
    private final CountScene scene;
    private final CostMeter meter;
    private final CountReport report;
    private Cost hop = Cost.none();

    CountRun(ConfabClient client, CountScene scene, CostMeter meter, CountReport report) {
        this.client = client;
        this.scene = scene;
        this.meter = meter;
        this.report = report;
    }

    /** Measured first, because the commands of a hop are subtracted from those of the calls that invoke it. */
    void hop() throws IOException {
        List<Cost> costs = meter.measure(
                number -> {
                    Reply stored = send(Texts.toGroup(scene.groupId(), "text"));
                    Map<String, Object> params =
                            hopParams(stored.data().path("_id").asText());
                    return () -> client.callInternal("sendMsgToGroup", params).orThrow("sendMsgToGroup");
                },
                Cost.none());
        hop = costs.get(costs.size() - 1);
        report.add("sendMsgToGroup, one hop", costs, HOP, null);
    }

    void single() throws IOException {
        BenchUser to = scene.listener();
        add("sendMsg single, text", SINGLE, number -> () -> send(Texts.toUser(to.uid(), "text")));
        add("sendMsg single, text with unique_id", SINGLE, number -> {
            Map<String, Object> params = withUniqueId(Texts.toUser(to.uid(), "text"));
            return () -> send(params);
        });
        add("sendMsg single, first message", SINGLE_AND_ONE, number -> {
            BenchUser stranger = scene.strangers().get(number);
            return () -> send(Texts.toUser(stranger.uid(), "first"));
        });
        add("sendMsg single, reply", SINGLE_AND_ONE, number -> {
            Map<String, Object> params = replyTo(Texts.toUser(to.uid(), "question"), to);
            return () -> send(params);
        });
        add("sendMsg single, repeat", null, number -> {
            Map<String, Object> params = withUniqueId(Texts.toUser(to.uid(), "text"));
            send(params);
            params.put("isRetries", true);
            return () -> send(params);
        });
        add("revokeMsg single", REVOKE, number -> {
            String id =
                    send(Texts.toUser(to.uid(), "regret")).data().path("_id").asText();
            return () -> client.callOrThrow("revokeMsg", scene.speaker(), Map.of("msgId", id));
        });
        clear(
                "clearUnreadCount single",
                Texts.toUser(to.uid(), "unread"),
                ConversationIds.single(to.uid(), speakerUid()));
    }

    void group() throws IOException {
        String groupId = scene.groupId();
        add("sendMsg group, text", GROUP, number -> () -> send(Texts.toGroup(groupId, "text")), hop);
        add("sendMsg group, mention", GROUP_AND_ONE, number -> () -> send(mention(groupId)), hop);
        add(
                "sendMsg group, reply",
                GROUP_AND_ONE,
                number -> {
                    Map<String, Object> params = replyTo(Texts.toGroup(groupId, "question"), null);
                    return () -> send(params);
                },
                hop);
        add(
                "revokeMsg group",
                REVOKE,
                number -> {
                    String id = send(Texts.toGroup(groupId, "regret"))
                            .data()
                            .path("_id")
                            .asText();
                    return () -> client.callOrThrow("revokeMsg", scene.speaker(), Map.of("msgId", id));
                },
                hop);
        clear("clearUnreadCount group", Texts.toGroup(groupId, "unread"), ConversationIds.group(groupId));
    }

    void reading() throws IOException {
        int[] length = {0};
        Map<String, Object> params = Map.of("limit", LIST_LIMIT);
        List<Cost> costs = meter.measure(
                number -> () -> length[0] = client.callOrThrow("getConversationList", scene.reader(), params)
                        .data()
                        .size(),
                Cost.none());
        report.add(
                "getConversationList of " + length[0],
                costs,
                LIST,
                new Bound((double) EXAMINED_PER_CONVERSATION * length[0]));
        String conversationId = ConversationIds.single(scene.reader().uid(), speakerUid());
        Map<String, Object> page = Map.of("conversation_id", conversationId);
        add("getMsgList, newest 30", null, number -> () -> client.callOrThrow("getMsgList", scene.reader(), page));
    }

    /** What an account with a long history costs: a page, and what is counted; not the history. */
    void history(LongHistory history) throws IOException {
        String of = ", of " + history.conversations();
        Bound documents = new Bound(MAX_PAGE_DOCUMENTS);
        Bound bytes = new Bound(MAX_PAGE_BYTES);
        Map<String, Object> page = Map.of("limit", PAGE);
        String next = list(history, page).body().path("nextCursor").asText();
        add("getConversationList, 20" + of, documents, bytes, number -> () -> list(history, page));
        Map<String, Object> second = Map.of("limit", PAGE, "cursor", next);
        add("getConversationList, the next 20" + of, documents, bytes, number -> () -> list(history, second));
        Map<String, Object> fifth = Map.of("limit", PAGE, "page", 5);
        add("getConversationList, page 5" + of, documents, bytes, number -> () -> list(history, fifth));
        Cost none = costOf("getConversationList, one unknown" + of, history, history.unknown());
        Cost one = costOf("getConversationList, one" + of, history, history.oneConversation());
        report.require(
                "one conversation, besides unread_total",
                one.documents() - none.documents(),
                new Bound(MAX_DOCUMENTS_OF_ONE));
    }

    /** Searches all of a long history, of conversations with one message each, for what is not there. */
    void search(LongHistory history) throws IOException {
        Map<String, Object> params = new HashMap<>(Map.of("keyword", "nowhere"));
        Reply part;
        int calls = 0;
        do {
            part = client.callOrThrow("searchMsg", history.owner(), params);
            params.put("cursor", part.body().path("nextCursor").asText());
            calls++;
        } while (part.body().path("hasMore").asBoolean());
        report.require(
                "searchMsg everywhere, calls, of " + history.conversations(),
                calls,
                new Bound(Math.ceil(SEARCH_CALLS * history.conversations() / SEARCHED_BY_THEM)));
    }

    private Cost costOf(String name, LongHistory history, String conversationId) throws IOException {
        Map<String, Object> params = Map.of("conversation_id", conversationId);
        List<Cost> costs = meter.measure(number -> () -> list(history, params), Cost.none());
        report.add(name, costs, LIST, null);
        return costs.get(costs.size() - 1);
    }

    private Reply list(LongHistory history, Map<String, Object> params) throws IOException {
        return client.callOrThrow("getConversationList", history.owner(), params);
    }

    private void add(String name, Bound documents, Bound bytes, CostMeter.Measured measured) throws IOException {
        report.add(name, meter.measure(measured, Cost.none()), LIST, documents, bytes, false);
    }

    private void clear(String name, Map<String, Object> message, String conversationId) throws IOException {
        add(name, CLEAR, number -> {
            send(message);
            return () ->
                    client.callOrThrow("clearUnreadCount", scene.listener(), Map.of("conversation_id", conversationId));
        });
    }

    private void add(String name, Bound bound, CostMeter.Measured measured) throws IOException {
        add(name, bound, measured, Cost.none());
    }

    private void add(String name, Bound bound, CostMeter.Measured measured, Cost inItsWake) throws IOException {
        report.add(name, meter.measure(measured, inItsWake), bound, null);
    }

    private Reply send(Map<String, Object> params) throws IOException {
        return client.callOrThrow("sendMsg", scene.speaker(), params);
    }

    private Map<String, Object> replyTo(Map<String, Object> question, BenchUser to) throws IOException {
        String id = send(question).data().path("_id").asText();
        Map<String, Object> reply =
                to == null ? Texts.toGroup(scene.groupId(), "answer") : Texts.toUser(to.uid(), "answer");
        reply.put("about_msg_id", id);
        return reply;
    }

    private Map<String, Object> mention(String groupId) {
        Map<String, Object> params = Texts.toGroup(groupId, "you");
        params.put("call_uid", List.of(scene.listener().uid()));
        return params;
    }

    private static Map<String, Object> withUniqueId(Map<String, Object> params) {
        params.put("unique_id", UUID.randomUUID().toString());
        return params;
    }

    private String speakerUid() {
        return scene.speaker().uid();
    }

    /** The event that sendMsg sends for the fan-out of a stored message, with a new request id: another first hop. */
    private Map<String, Object> hopParams(String messageId) {
        long now = System.currentTimeMillis();
        Map<String, Object> message = Map.ofEntries(
                Map.entry("_id", messageId),
                Map.entry("conversation_id", ConversationIds.group(scene.groupId())),
                Map.entry("group_id", scene.groupId()),
                Map.entry("from_uid", speakerUid()),
                Map.entry("seq", 1_000_000_000),
                Map.entry("type", "text"),
                Map.entry("body", "hop"),
                Map.entry("appid", ConfabClient.APP_ID),
                Map.entry("create_time", now),
                Map.entry("update_time", now),
                Map.entry("is_read", false),
                Map.entry("is_revoke", false));
        Map<String, Object> payload = Map.of("type", "uni-im", "title", "bench", "content", "hop", "data", message);
        Map<String, Object> pushParam =
                Map.of("title", "bench", "content", "hop", "payload", payload, "request_id", "bench" + messageId);
        return Map.of("appId", ConfabClient.APP_ID, "pushParam", pushParam);
    }
}
