package io.confab.push.fanout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.json.Params;
import io.confab.domain.push.Push;
import io.confab.domain.push.Strategy;
import io.confab.push.send.PushParam;
import java.util.List;
import java.util.Optional;

/**
 * One run of sendMsgToGroup: which push goes to which page of a group (docs/api/README.md#sendmsgtogroup).
 *
 * @param event the invocation as it came; its successor's is made from it
 * @param beforeId members behind this id are next
 * @param afterUid of the page, only people behind this one are left: it has more devices than one read takes
 * @param pushClientids devices that the page before had too many of; empty for a page of members
 */
record Hop(
        ObjectNode event,
        Optional<String> appId,
        String groupId,
        Push push,
        Strategy strategy,
        Optional<String> requestId,
        Optional<String> beforeId,
        Optional<String> afterUid,
        List<String> pushClientids,
        Optional<String> senderAppId,
        Optional<String> senderDeviceId,
        List<String> extraUids) {
    private static final String AFTER_UID = "after_uid";
    private static final int MAX_EXTRA_UIDS = 500;
    private static final int MAX_CLIENTIDS = 100_000;

    /**
     * @throws Refusal 400 for a missing {@code pushParam}, group or part of the push
     */
    static Hop decode(ObjectNode event) {
        Params params = new Params(event);
        Params pushParam = params.object("pushParam").orElseThrow(() -> params.missing("pushParam"));
        Push push = PushParam.push(pushParam);
        JsonNode groupId = push.payload().path("data").path("group_id");
        if (!groupId.isTextual()) {
            throw Refusal.badParam("pushParam.payload.data.group_id", "required");
        }
        return new Hop(
                event,
                params.id("appId"),
                groupId.textValue(),
                push,
                PushParam.strategy(pushParam),
                pushParam.text("request_id"),
                params.id("before_id"),
                params.id(AFTER_UID),
                params.strings("push_clientids", MAX_CLIENTIDS),
                params.id("senderAppId"),
                params.id("senderDeviceId"),
                params.strings("extra_uids", MAX_EXTRA_UIDS));
    }

    /** The message this is about: the pushed one, or the revoked one. */
    Optional<String> messageId() {
        JsonNode data = push.payload().path("data");
        return Optional.ofNullable(data.path("_id").textValue())
                .or(() -> Optional.ofNullable(data.path("msg_id").textValue()));
    }

    /** Whether the message itself is pushed, rather than news about it. */
    boolean isMessage() {
        return "uni-im".equals(push.payload().path("type").asText());
    }

    boolean isSystemMessage() {
        return "system".equals(push.payload().path("data").path("type").asText());
    }

    /** Who sent the message, or who caused the news. */
    String senderUid() {
        JsonNode data = push.payload().path("data");
        return data.path(isMessage() ? "from_uid" : "user_id").asText();
    }

    boolean mentions(String uid) {
        for (JsonNode called : push.payload().path("data").path("call_uid")) {
            if (called.asText().equals(uid) || called.asText().equals("all")) {
                return true;
            }
        }
        return false;
    }

    /** Names this run among all of this push: a repeated invocation has the same name. */
    String key() {
        String request = requestId.or(this::messageId).orElseGet(() -> event.path("pushParam")
                .toString());
        String page = afterUid.map(uid -> beforeId.orElse("") + "\n" + uid).orElse(beforeId.orElse(""));
        return ConversationIds.md5(String.join("\n", request, page, String.join(",", pushClientids)));
    }

    /** The same page once more, for people behind this one. */
    ObjectNode samePage(String lastUid) {
        ObjectNode next = event.deepCopy();
        next.remove("push_clientids");
        return next.put(AFTER_UID, lastUid);
    }

    /** These devices, of those that the page had too many of. */
    ObjectNode rest(List<String> remainingClientids) {
        ObjectNode next = event.deepCopy();
        remainingClientids.forEach(next.putArray("push_clientids")::add);
        return next;
    }

    /** These devices, and then the same page once more for people behind this one. */
    ObjectNode restOfSamePage(List<String> remainingClientids, String lastUid) {
        return rest(remainingClientids).put(AFTER_UID, lastUid);
    }

    /** The next page of members. */
    ObjectNode successor(String lastMemberId) {
        ObjectNode next = next();
        next.put("before_id", lastMemberId);
        return next;
    }

    /** The rest of a page's devices, and the members behind it, if there are any. */
    ObjectNode successor(List<String> remainingClientids, Optional<String> lastMemberId) {
        ObjectNode next = next();
        lastMemberId.ifPresent(id -> next.put("before_id", id));
        remainingClientids.forEach(next.putArray("push_clientids")::add);
        return next;
    }

    private ObjectNode next() {
        ObjectNode next = event.deepCopy();
        next.remove(List.of("before_id", AFTER_UID, "push_clientids", "extra_uids"));
        return next;
    }
}
