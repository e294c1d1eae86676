package io.confab.push.invocation;

import io.confab.domain.push.PushContent;
import io.confab.domain.push.Strategy;
import java.util.List;

/**
 * Pushes of one content that are left for an invocation of sendPushMsg.
 *
 * @param requestId of that invocation: the same one twice is sent once
 * @param originId the request id of the push, the same in all attempts
 * @param attempt which of the attempts to send it that invocation is, from 1
 * @param checkToken whether only devices are reached whose token has not expired
 */
public record Handover(
        PushContent content,
        Strategy strategy,
        String requestId,
        String originId,
        int attempt,
        PushOptions options,
        boolean checkToken,
        List<String> cids) {}
