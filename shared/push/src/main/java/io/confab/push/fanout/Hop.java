package io.confab.push.fanout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.MembersSeen;
import io.confab.domain.ids.Hashes;
import io.confab.domain.json.Params;
import io.confab.domain.push.GivenPush;
import io.confab.domain.push.Strategy;
import io.confab.push.invocation.Invocations;
import io.confab.push.invocation.PushOptions;
import io.confab.push.invocation.PushParam;
import io.confab.wire.PushPayload;
import java.util.List;
import java.util.Optional;

/**
 * One run of sendMsgToGroup: a push to one page of a group's members (docs/api/README.md#sendmsgtogroup).
 *
 * @param event the invocation as received; the next one is made from it
 * @param payload what the push is about
 * @param beforeId the page begins after the member with this id
 * @param afterUid if the page has more devices than one read takes: only its users after this one are left
 * @param pushClientids devices that are left of the previous page; empty for a page of members
 * @param members who the members are, as the send has seen it
 */
record Hop(
        ObjectNode event,
        Optional<String> appId,
        String groupId,
        GivenPush push,
        PushPayload payload,
        Strategy strategy,
        PushOptions options,
        Optional<String> requestId,
        Optional<String> beforeId,
        Optional<String> afterUid,
        List<String> pushClientids,
        Optional<String> senderAppId,
        Optional<String> senderDeviceId,
        List<String> extraUids,
        Optional<MembersSeen> members) {
    private static final String AFTER_UID = "after_uid";
    private static final int MAX_EXTRA_UIDS = 500;
    private static final int MAX_CLIENTIDS = 100_000;

    /**
     * @throws Refusal 400 if {@code pushParam}, the group or a part of the push is missing
     */
    static Hop decode(ObjectNode event) {
        Params params = new Params(event);
        Params pushParam = params.object("pushParam").orElseThrow(() -> params.missing("pushParam"));
        GivenPush push = PushParam.push(pushParam);
        PushPayload payload = new PushPayload(push.payload());
        return new Hop(
                event,
                params.id("appId"),
                payload.groupId().orElseThrow(() -> Refusal.badParam("pushParam.payload.data.group_id", "required")),
                push,
                payload,
                PushParam.strategy(pushParam),
                PushParam.options(pushParam),
                pushParam.text("request_id"),
                params.id("before_id"),
                params.id(AFTER_UID),
                params.strings("push_clientids", MAX_CLIENTIDS),
                params.id("senderAppId"),
                params.id("senderDeviceId"),
                params.strings("extra_uids", MAX_EXTRA_UIDS),
                members(event.path(Invocations.MEMBERS)));
    }

    private static Optional<MembersSeen> members(JsonNode seen) {
        return seen.path(Invocations.VERSION).canConvertToLong()
                        && seen.path(Invocations.TIME).canConvertToLong()
                ? Optional.of(new MembersSeen(
                        seen.path(Invocations.VERSION).asLong(),
                        seen.path(Invocations.TIME).asLong()))
                : Optional.empty();
    }

    /** Identifies this run among all runs of this push: a repeated invocation has the same name. */
    String key() {
        String request = requestId.or(payload::messageId).orElseGet(() -> event.path("pushParam")
                .toString());
        String page = afterUid.map(uid -> beforeId.orElse("") + "\n" + uid).orElse(beforeId.orElse(""));
        return Hashes.md5(String.join("\n", request, page, String.join(",", pushClientids)));
    }

    /** Identifies this push among all pushes. */
    String origin() {
        return requestId
                .or(payload::messageId)
                .orElseGet(() -> Hashes.md5(event.path("pushParam").toString()));
    }

    /** A run for the same page, for its users after this one. */
    ObjectNode samePage(String lastUid) {
        ObjectNode next = event.deepCopy();
        next.remove("push_clientids");
        return next.put(AFTER_UID, lastUid);
    }

    /** A run for these devices, which are left of the page. */
    ObjectNode rest(List<String> remainingClientids) {
        ObjectNode next = event.deepCopy();
        remainingClientids.forEach(next.putArray("push_clientids")::add);
        return next;
    }

    /** A run for these devices, and then for the same page's users after this one. */
    ObjectNode restOfSamePage(List<String> remainingClientids, String lastUid) {
        return rest(remainingClientids).put(AFTER_UID, lastUid);
    }

    /** A run for the next page of members. */
    ObjectNode successor(String lastMemberId) {
        ObjectNode next = next();
        next.put("before_id", lastMemberId);
        return next;
    }

    /** A run for the devices that are left of a page, and for the members after it, if there are any. */
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
