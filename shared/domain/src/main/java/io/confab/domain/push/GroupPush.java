package io.confab.domain.push;

import io.confab.domain.group.MembersSeen;
import java.util.List;
import java.util.Optional;

/**
 * A push to everyone in a group; its content names the group.
 *
 * @param appId devices of this app are reached
 * @param senderAppId the app whose devices of the sender are reached too
 * @param senderDeviceId the device that sent it, which is left out
 * @param extraUids former members who are reached too
 * @param members who the members are, if the call has read it
 */
public record GroupPush(
        String appId,
        PushContent content,
        Strategy strategy,
        Optional<String> requestId,
        Optional<String> senderAppId,
        Optional<String> senderDeviceId,
        List<String> extraUids,
        Optional<MembersSeen> members) {

    /** A push of a call that has not read who the members are. */
    public GroupPush(
            String appId,
            PushContent content,
            Strategy strategy,
            Optional<String> requestId,
            Optional<String> senderAppId,
            Optional<String> senderDeviceId,
            List<String> extraUids) {
        this(appId, content, strategy, requestId, senderAppId, senderDeviceId, extraUids, Optional.empty());
    }
}
