package io.confab.domain.push;

import java.util.List;
import java.util.Optional;

/**
 * A push to everyone in a group; the group is {@code push.payload.data.group_id}.
 *
 * @param appId devices of this app are reached
 * @param senderAppId the sender's own devices are looked for in this app
 * @param senderDeviceId the device that sent it, which is left out
 * @param extraUids people who are no longer members and hear it too
 */
public record GroupPush(
        String appId,
        Push push,
        Strategy strategy,
        Optional<String> requestId,
        Optional<String> senderAppId,
        Optional<String> senderDeviceId,
        List<String> extraUids) {}
