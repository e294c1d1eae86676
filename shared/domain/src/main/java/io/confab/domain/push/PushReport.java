package io.confab.domain.push;

import java.util.Map;

/** The result of sendPushMsg. */
public sealed interface PushReport {

    /**
     * It was sent.
     *
     * @param statusByCid the result for each device, by its cid
     */
    record Sent(String taskId, Map<String, PushStatus> statusByCid) implements PushReport {}

    /** No device can be reached. */
    record Unreachable() implements PushReport {}

    /** It is about nothing that is pushed, or others tell the devices about it. */
    record Nothing() implements PushReport {}

    /** An earlier run of the same request has sent it. */
    record SentBefore() implements PushReport {}
}
