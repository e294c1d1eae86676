package io.confab.faults;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.testing.Events;
import io.confab.testing.SignedRequest;
import io.confab.testing.Users;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Calls of the account methods, and of methods whose rate is limited, for {@link IndexIT}. */
final class AccountCalls {
    private final Laboratory laboratory;
    private final Trial trial;

    AccountCalls(Laboratory laboratory, Trial trial) {
        this.laboratory = laboratory;
        this.trial = trial;
    }

    /** Every one of them at least once. */
    void all() {
        String externalUid = trial.tag() + "-external";
        signed("externalRegister", externalUid, Map.of());
        signed("externalLogin", externalUid, Map.of());
        signed("updateUserInfoByExternal", externalUid, Map.of("nickname", "Lin", "status", 1));
        limited();
    }

    /** Two processes that do not know of each other want the same slots. */
    private void limited() {
        String alice = trial.user("alice");
        String bob = trial.user("bob");
        String[] limits = {
            "-Dconfab.rate.messages-per-second=1",
            "-Dconfab.rate.messages-burst=2",
            "-Dconfab.rate.invites-per-minute=1",
            "-Dconfab.rate.invites-burst=2",
            "-Dconfab.rate.searches-per-minute=2"
        };
        List<String> sources = Stream.of("one", "two")
                .map(text -> trial.done(trial.text(alice, "to_uid", bob, text, text)))
                .map(sent -> sent.path("_id").asText())
                .toList();
        for (FunctionJvm jvm : List.of(laboratory.start(limits), laboratory.start(limits))) {
            for (int i = 0; i < 2; i++) {
                Answer.of(jvm.call(trial.call(alice, "sendMsg", Map.of("to_uid", bob, "type", "text", "body", "hi"))));
                Answer.of(jvm.call(trial.call(bob, "addFriendInvite", Map.of("to_uid", alice))));
                Answer.of(jvm.call(trial.call(bob, "searchUsers", Map.of("keyword", alice))));
                Answer.of(jvm.call(trial.call(
                        bob,
                        "forwardMsg",
                        Map.of("msgIds", sources, "to_uids", List.of(alice), "unique_id", "f" + i))));
            }
        }
    }

    private void signed(String method, String externalUid, Map<String, ?> more) {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("externalUid", externalUid);
        more.forEach((name, value) -> params.putPOJO(name, value));
        ObjectNode plain = (ObjectNode) Trial.parse(params.toString());
        Events.Call call = Events.call(method)
                .client(Users.APP, Trial.CALLING_DEVICE, "web")
                .headers(SignedRequest.headers(plain))
                .body(plain);
        trial.done(new Call(trial.tag(), method, call.node()));
    }
}
