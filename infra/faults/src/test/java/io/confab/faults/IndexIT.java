package io.confab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.model.Filters;
import io.confab.testing.Events;
import io.confab.testing.Tokens;
import io.confab.testing.Users;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every shape of query that the functions send is served by an index, and none is sorted in memory, as the real server's
 * profiler saw it; the joins of an aggregation, which the profiler does not show, by the server's explanation.
 *
 * <p>Seen to fail without the index of {@code uni-id-device} by {@code user_id}.
 */
class IndexIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    /** Shapes that may do without, each with its bound. */
    private static final Map<String, String> EXCEPTIONS = Map.of();

    private Trial trial;

    @Test
    void queries_ofEveryFunction_useAnIndex() {
        trial = Trial.of(LABORATORY, "index");
        trial.user("alice");
        trial.user("bob");
        trial.user("carol");
        profile(2);
        try {
            callEverything();
        } finally {
            profile(0);
        }

        Map<String, Document> shapes = new TreeMap<>();
        LABORATORY
                .database()
                .getCollection("system.profile")
                .find(Filters.ne("op", "insert"))
                .forEach(entry -> shapes.putIfAbsent(shape(entry), entry));

        Map<String, String> offenders = new LinkedHashMap<>();
        shapes.forEach((shape, entry) -> {
            String fault = fault(entry);
            if (fault != null && !EXCEPTIONS.containsKey(shape)) {
                offenders.put(shape, fault);
            }
        });
        assertThat(shapes).hasSizeGreaterThan(30);
        assertThat(offenders).isEmpty();
    }

    private void callEverything() {
        String alice = trial.user("alice");
        String bob = trial.user("bob");
        String carol = trial.user("carol");
        JsonNode sent = trial.done(trial.text(alice, "to_uid", bob, "one", "u1"));
        trial.done(trial.text(alice, "to_uid", bob, "one", "u1"));
        String single = sent.path("conversation_id").asText();
        String group = trial.group(alice, bob);
        call(alice, "chooseUserIntoGroup", Map.of("group_id", group, "user_ids", List.of(carol)));
        call(
                alice,
                "sendMsg",
                Map.of("group_id", group, "type", "text", "body", "all", "call_uid", List.of("all", bob, carol)));
        JsonNode inGroup = trial.done(trial.text(alice, "group_id", group, "two", "u2"));
        call(
                bob,
                "sendMsg",
                Map.of(
                        "to_uid",
                        alice,
                        "type",
                        "text",
                        "body",
                        "reply",
                        "about_msg_id",
                        sent.path("_id").asText()));
        trial.settle();
        for (String conversation : List.of(single, "group_" + group)) {
            call(bob, "getMsgList", Map.of("conversation_id", conversation));
            call(
                    bob,
                    "getMsgList",
                    Map.of(
                            "conversation_id",
                            conversation,
                            "_id",
                            sent.path("_id").asText()));
            for (String bound : List.of("afterSeq", "beforeSeq", "minCreateTime", "maxCreateTime", "minUpdateTime")) {
                call(bob, "getMsgList", Map.of("conversation_id", conversation, bound, 2));
            }
            call(bob, "getMsgList", Map.of("conversation_id", conversation, "beforeSeq", 1000));
        }
        call(bob, "getConversationList", Map.of());
        call(alice, "revokeMsg", Map.of("msgId", sent.path("_id").asText()));
        call(alice, "revokeMsg", Map.of("msgId", inGroup.path("_id").asText()));
        call(bob, "getConversationList", Map.of());
        call(bob, "clearUnreadCount", Map.of("conversation_id", single));
        call(bob, "clearUnreadCount", Map.of("conversation_id", "group_" + group));
        call(alice, "addFriendInvite", Map.of("to_uid", bob, "message", "hi"));
        call(bob, "getUsersInfo", Map.of("user_ids", List.of(alice, carol)));
        call(bob, "setPushCid", Map.of("pushClientId", "cid-bob"));
        call(carol, "setPushCid", Map.of("pushClientId", "cid-bob"));
        call(bob, "refreshToken", Map.of());
        push("user_id", List.of(alice, bob));
        push("push_clientid", List.of("cid-bob"));
        push("device_id", List.of(Trial.CALLING_DEVICE));
        push("user_tag", List.of("vip"));
        new FriendCalls(trial).callEverything(group);
        new GroupCalls(trial).run();
        new AccountCalls(LABORATORY, trial).all();
        sockets(carol);
        new HistoryCalls(trial).make();
        call(bob, "logout", Map.of());
        call(carol, "logout", Map.of("all", true));
        trial.settle();
    }

    private void call(String uid, String method, Map<String, ?> params) {
        trial.done(trial.call(uid, method, params));
    }

    private void push(String target, List<String> values) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        ObjectNode pushParam = event.putObject("pushParam");
        values.forEach(pushParam.putArray(target)::add);
        pushParam.put("title", "t").put("content", "c").put("request_id", "request-" + target);
        pushParam
                .putObject("payload")
                .put("type", "uni-im-notification")
                .put("subType", "s")
                .put("unique", "u");
        Reply reply = LABORATORY.now().call(new Call(trial.tag(), "sendPushMsg", event));
        assertThat(reply.output().path("errCode").asInt(-1)).as("%s", reply).isZero();
    }

    private void sockets(String uid) {
        String connection = trial.tag() + "-connection";
        socket("wsConnect", Events.connect(connection, Tokens.good(uid), Users.APP, "d3"));
        socket("wsMessage", Events.frame(connection, "{\"action\":\"ping\"}"));
        socket("wsDisconnect", Events.disconnect(connection));
    }

    private void socket(String method, String event) {
        Reply reply = LABORATORY.now().call(new Call(trial.tag(), method, Trial.parse(event)));
        assertThat(reply.output().path("statusCode").asInt()).as("%s", reply).isEqualTo(200);
    }

    private static void profile(int level) {
        LABORATORY.database().runCommand(new Document("profile", level).append("slowms", 0));
    }

    /** What the profiler or the server's explanation holds against a query, or null. */
    private static String fault(Document entry) {
        String plan = String.valueOf(entry.get("planSummary"));
        if (plan.contains("COLLSCAN")) {
            return plan;
        }
        if (entry.getBoolean("hasSortStage", false)) {
            return "sorts in memory";
        }
        Document command = entry.get("command", Document.class);
        if (command == null || !command.containsKey("aggregate")) {
            return null;
        }
        Document explained = LABORATORY
                .database()
                .runCommand(new Document(
                                "explain",
                                new Document("aggregate", command.get("aggregate"))
                                        .append("pipeline", command.get("pipeline"))
                                        .append("cursor", new Document()))
                        .append("verbosity", "executionStats"));
        String text = explained.toJson();
        boolean scans = text.contains("COLLSCAN")
                || text.contains("NestedLoopJoin")
                || text.contains("HashJoin")
                || text.matches("(?s).*\"collectionScans\": (\\{\"\\$numberLong\": \"[1-9]|[1-9]).*");
        return scans ? text : null;
    }

    /** Command, collection and the names in its filter, sort and pipeline, without the values. */
    private static String shape(Document entry) {
        Document command = entry.get("command", Document.class);
        String collection =
                entry.getString("ns").substring(entry.getString("ns").indexOf('.') + 1);
        Object filter = command.containsKey("q")
                ? command.get("q")
                : command.containsKey("filter") ? command.get("filter") : command.getOrDefault("query", "");
        Object rest = command.containsKey("pipeline") ? command.get("pipeline") : command.getOrDefault("sort", "");
        return entry.getString("op") + " " + collection + " " + names(filter) + " " + names(rest);
    }

    private static String names(Object value) {
        if (value instanceof Document document) {
            List<String> parts = new ArrayList<>();
            document.forEach((name, inner) -> parts.add(name.replaceAll("[0-9a-f]{32}", "*") + names(inner)));
            return parts.toString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(IndexIT::names).distinct().toList().toString();
        }
        return "";
    }
}
