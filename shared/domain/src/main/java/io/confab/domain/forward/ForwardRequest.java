package io.confab.domain.forward;

import io.confab.domain.error.Refusal;
import io.confab.domain.ids.DerivedIds;
import io.confab.domain.json.Params;
import io.confab.domain.send.Receiver;
import io.confab.domain.send.SendMsgRequest;
import io.confab.domain.user.Caller;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which messages are forwarded to which receivers, in order (docs/api/messages.md#forwardmsg).
 *
 * @param merge whether all are sent as one message
 */
public record ForwardRequest(
        List<String> msgIds, List<Receiver> receivers, boolean merge, String appId, Optional<String> uniqueId) {
    private static final int MAX_MESSAGES = 100;
    private static final int MAX_TARGETS = 20;

    /**
     * @throws Refusal 400 for another form
     */
    public static ForwardRequest decode(Params params, Caller caller) {
        List<String> msgIds = ids(params, "msgIds", MAX_MESSAGES);
        List<String> toUids = ids(params, "to_uids", MAX_TARGETS);
        List<String> groupIds = ids(params, "group_ids", MAX_TARGETS);
        if (msgIds.isEmpty()) {
            throw params.missing("msgIds");
        }
        if (toUids.isEmpty() && groupIds.isEmpty()) {
            throw Refusal.badParam("to_uids", "to_uids or group_ids must name somebody");
        }
        if (toUids.size() + groupIds.size() > MAX_TARGETS) {
            throw Refusal.badParam("to_uids", "at most " + MAX_TARGETS + " with group_ids");
        }
        if (toUids.contains(caller.uid())) {
            throw Refusal.badParam("to_uids", "must not be yourself");
        }
        return new ForwardRequest(
                msgIds,
                Stream.concat(
                                toUids.stream().<Receiver>map(Receiver.Person::new),
                                groupIds.stream().map(Receiver.InGroup::new))
                        .toList(),
                params.bool("merge").orElse(false),
                SendMsgRequest.appId(params, caller.client()),
                params.uniqueId());
    }

    /** The unique ids of all messages, by receiver and then in order. */
    List<Optional<String>> allUniqueIds(String uid) {
        return receivers.stream()
                .flatMap(receiver -> uniqueIds(receiver.conversationId(uid)).stream())
                .toList();
    }

    /** The unique ids of the messages that go to a conversation, in order; none when the call has none. */
    List<Optional<String>> uniqueIds(String conversationId) {
        List<String> parts = merge ? List.of("merged") : msgIds;
        return parts.stream()
                .map(part -> uniqueId.map(id -> DerivedIds.of("f", id, conversationId, part)))
                .toList();
    }

    private static List<String> ids(Params params, String name, int max) {
        List<String> ids = params.strings(name, max).stream().distinct().toList();
        if (ids.contains("")) {
            throw Refusal.badParam(name, "an id is not empty");
        }
        return ids;
    }
}
