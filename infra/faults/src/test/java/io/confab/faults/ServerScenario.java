package io.confab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.testing.Events;
import io.confab.testing.SignedRequest;
import io.confab.testing.Users;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** sendMsgByServer; a back end that got no answer calls again with a new nonce. */
enum ServerScenario implements Scenario {
    TO_MANY {
        @Override
        Map<String, ?> params(Trial trial) {
            return Map.of("to_uids", List.of(trial.user("bob"), trial.user("carol")), "type", "text");
        }
    },
    AS_THE_SYSTEM {
        @Override
        Map<String, ?> params(Trial trial) {
            return Map.of("to_uid", trial.user("bob"), "type", "system");
        }
    };

    abstract Map<String, ?> params(Trial trial);

    @Override
    public Call prepare(Trial trial) {
        return signed(trial);
    }

    private Call signed(Trial trial) {
        Map<String, Object> params = new HashMap<>(
                Map.of("from_uid", trial.user("alice"), "body", "news", "unique_id", "killed", "appId", Users.APP));
        params.putAll(params(trial));
        JsonNode json = Trial.json(params);
        return new Call(
                trial.tag(),
                "sendMsgByServer",
                Events.call("sendMsgByServer")
                        .headers(SignedRequest.headers(json))
                        .body(json)
                        .node());
    }

    @Override
    public void repeat(Trial trial, Call call) {
        trial.done(signed(trial));
    }

    @Override
    public void verify(Trial trial, Call call) {
        JsonNode first = trial.done(signed(trial));
        assertThat(trial.done(signed(trial))).as("the answer to a repeat").isEqualTo(first);
        List<JsonNode> sent = first.isArray() ? Trial.stream(first).toList() : List.of(first);
        for (JsonNode each : sent) {
            assertThat(new Recount(trial).log(each.path("conversation_id").asText()))
                    .hasSize(1);
            String receiver = each.path("to_uid").asText(trial.user("bob"));
            trial.requirePushed(
                    List.of(receiver, trial.user("alice")),
                    "",
                    Trial.messagePush(each.path("_id").asText()));
        }
    }
}
