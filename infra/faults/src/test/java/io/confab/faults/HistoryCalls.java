package io.confab.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.testing.Events;
import io.confab.testing.SignedRequest;
import io.confab.testing.Users;
import java.util.List;
import java.util.Map;

/** Calls of every method that looks back, forwards, or speaks for others, for {@link IndexIT}. */
final class HistoryCalls {
    private final Trial trial;

    HistoryCalls(Trial trial) {
        this.trial = trial;
    }

    void make() {
        String alice = trial.user("alice");
        String bob = trial.user("bob");
        JsonNode single = trial.done(trial.text(alice, "to_uid", bob, "look back", "h1"));
        String group = trial.group(alice, bob, trial.user("carol"));
        JsonNode inGroup = trial.done(trial.text(alice, "group_id", group, "look back", "h2"));
        for (JsonNode sent : List.of(single, inGroup)) {
            Map<String, String> message = Map.of("msgId", sent.path("_id").asText());
            call(bob, "getMsgReaders", message);
            JsonNode conversation = sent.path("conversation_id");
            call(bob, "clearUnreadCount", Map.of("conversation_id", conversation.asText()));
            call(bob, "getMsgReaders", message);
            call(bob, "searchMsg", Map.of("keyword", "back", "conversation_id", conversation.asText()));
            call(
                    alice,
                    "forwardMsg",
                    Map.of(
                            "msgIds",
                            List.of(sent.path("_id").asText()),
                            "to_uids",
                            List.of(bob),
                            "group_ids",
                            List.of(group),
                            "merge",
                            sent == single,
                            "unique_id",
                            "f" + conversation.asText().length()));
            call(bob, "deleteMsg", message);
        }
        nextPageOfReaders(alice, inGroup);
        call(bob, "searchMsg", Map.of("keyword", "back"));
        server(alice, List.of(bob, "nobody"));
        server(alice, List.of(bob, "nobody"));
    }

    private void nextPageOfReaders(String uid, JsonNode sent) {
        String id = sent.path("_id").asText();
        Answer page = Answer.of(
                trial.laboratory().now().call(trial.call(uid, "getMsgReaders", Map.of("msgId", id, "limit", 1))));
        call(
                uid,
                "getMsgReaders",
                Map.of("msgId", id, "cursor", page.body().path("nextCursor").asText()));
    }

    private void server(String fromUid, List<String> toUids) {
        JsonNode params = Trial.json(Map.of(
                "from_uid",
                fromUid,
                "to_uids",
                toUids,
                "type",
                "text",
                "body",
                "news",
                "unique_id",
                "n1",
                "appId",
                Users.APP));
        trial.done(new Call(
                trial.tag(),
                "sendMsgByServer",
                Events.call("sendMsgByServer")
                        .headers(SignedRequest.headers(params))
                        .body(params)
                        .node()));
    }

    private void call(String uid, String method, Map<String, ?> params) {
        trial.done(trial.call(uid, method, params));
    }
}
