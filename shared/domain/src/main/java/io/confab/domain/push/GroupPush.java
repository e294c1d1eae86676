package io.confab.domain.push;

import java.util.List;
import java.util.Optional;

/**
 * A push to everyone in a group; its content names the group.
 *
 * @param appId devices of this app are reached
 * @param senderAppId the app whose devices of the sender are reached too
 * @param senderDeviceId the device that sent it, which is left out
 * @param extraUids former members who are reached too
 */
public record GroupPush(
        String appId,
        PushContent content,
        Strategy strategy,
        Optional<String> requestId,
        Optional<String> senderAppId,
        Optional<String> senderDeviceId,
        List<String> extraUids) {}
