package io.confab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.confab.testing.Events;
import io.confab.testing.Tokens;
import io.confab.testing.Users;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Users of one test, their calls, and the pushes to their devices. Each user has two devices, and calls from the first. */
final class Trial {
    static final String CALLING_DEVICE = "d1";
    static final String OTHER_DEVICE = "d2";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Laboratory laboratory;
    private final String tag;
    private final Set<String> people = new LinkedHashSet<>();
    private int settled;

    private Trial(Laboratory laboratory, String tag) {
        this.laboratory = laboratory;
        this.tag = tag;
    }

    static Trial of(Laboratory laboratory, String name) {
        return new Trial(laboratory, name + NUMBER.incrementAndGet());
    }

    Laboratory laboratory() {
        return laboratory;
    }

    String tag() {
        return tag;
    }

    /** All users. */
    Set<String> people() {
        return people;
    }

    /** The id of a user of this trial, stored when named for the first time. */
    String user(String name) {
        String uid = tag + "-" + name;
        if (people.add(uid)) {
            Users users = new Users(laboratory.database());
            users.add(uid);
            users.connected(uid, CALLING_DEVICE, connection(uid, CALLING_DEVICE));
            users.connected(uid, OTHER_DEVICE, connection(uid, OTHER_DEVICE));
        }
        return uid;
    }

    static String connection(String uid, String device) {
        return uid + "." + device;
    }

    /** A call by a user from the calling device. */
    Call call(String uid, String method, Map<String, ?> params) {
        return new Call(
                tag,
                method,
                Events.call(method)
                        .token(Tokens.good(uid))
                        .client(Users.APP, CALLING_DEVICE, "web")
                        .body(params)
                        .node());
    }

    /** A text to a user ({@code to_uid}) or to a group ({@code group_id}). */
    Call text(String uid, String receiverField, String receiver, String text, String uniqueId) {
        return call(
                uid, "sendMsg", Map.of(receiverField, receiver, "type", "text", "body", text, "unique_id", uniqueId));
    }

    /** Makes a call that must succeed. */
    JsonNode done(Call call) {
        Answer answer = Answer.of(laboratory.now().call(call));
        assertThat(answer.status()).as("%s: %s", call.method(), answer.body()).isEqualTo(200);
        return answer.data();
    }

    /** A group of its first member and the others, with everything sent that belongs to its making. */
    String group(String creator, String... others) {
        JsonNode made = done(call(creator, "chooseUserIntoGroup", Map.of("user_ids", List.of(others))));
        settle();
        return made.path("group_id").asText();
    }

    JsonNode list(FunctionJvm jvm, String uid) {
        Answer answer = Answer.of(jvm.call(call(uid, "getConversationList", Map.of())));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** Runs every asynchronous invocation that was accepted so far, as Lambda does: one that fails is run again later. */
    void settle() {
        for (List<JsonNode> accepted = invocations(); settled < accepted.size(); accepted = invocations()) {
            JsonNode invocation = accepted.get(settled++);
            Call call = new Call(tag, invocation.path("method").asText(), invocation.path("payload"));
            if (laboratory.now().call(call).failure() != null) {
                assertThat(laboratory.later().call(call).failure()).isNull();
            }
        }
    }

    /** The invocations that were accepted, as {@code {method,payload}}. */
    List<JsonNode> invocations() {
        return Outgoing.invocations(laboratory.journal(), tag);
    }

    /** From now on, only invocations that are accepted later are run. */
    void forgetInvocations() {
        settled = invocations().size();
    }

    /** The payloads of the pushes that a user's device got. */
    List<JsonNode> pushes(String uid, String device) {
        return Outgoing.frames(laboratory.journal(), connection(uid, device)).stream()
                .map(frame -> parse(frame.asText()).path("data").path("payload"))
                .toList();
    }

    /** All devices of a user, or all but the calling one. */
    List<String> devices(String uid, String caller) {
        return uid.equals(caller) ? List.of(OTHER_DEVICE) : List.of(CALLING_DEVICE, OTHER_DEVICE);
    }

    /** Every device of these people, except the caller's calling one, got such a push at least once. */
    void requirePushed(Iterable<String> uids, String caller, Predicate<JsonNode> push) {
        for (String uid : uids) {
            for (String device : devices(uid, caller)) {
                assertThat(pushes(uid, device))
                        .as("pushes to %s %s", uid, device)
                        .anyMatch(push);
            }
        }
    }

    /** Calls that load the classes that a call needs. */
    List<Doomed> aLittleOfAll() {
        String alice = user("alice");
        String bob = user("bob");
        List<Call> calls = new ArrayList<>(List.of(
                text(alice, "to_uid", bob, "hello", "u1"),
                text(alice, "to_uid", bob, "hello", "u1"),
                call(alice, "chooseUserIntoGroup", Map.of("user_ids", List.of(bob))),
                call(bob, "getConversationList", Map.of()),
                call(alice, "revokeMsg", Map.of("msgId", "none")),
                call(bob, "clearUnreadCount", Map.of("conversation_id", "none")),
                new Call(tag, "sendMsgToGroup", JsonNodeFactory.instance.objectNode())));
        return calls.stream().map(Doomed::never).toList();
    }

    static Predicate<JsonNode> messagePush(String messageId) {
        return push -> push.path("type").asText().equals("uni-im")
                && push.path("data").path("_id").asText().equals(messageId);
    }

    static Stream<JsonNode> stream(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements.stream();
    }

    static JsonNode json(Object value) {
        return JSON.valueToTree(value);
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
