package io.confab.domain.push;

import io.confab.domain.device.Device;
import java.util.List;

/**
 * The interface through which the domain sends pushes. Every method returns when nothing is left to do in this process, because
 * a function is frozen after its reply.
 */
public interface Pushes {
    /**
     * Pushes to the devices within the configured time, and hands over what is left to an asynchronous {@code sendPushMsg}.
     * Dead or slow devices never make it fail.
     *
     * @throws RuntimeException when the rest could not be handed over: the push is not finished
     */
    void deliver(List<DevicePush> pushes);

    /**
     * Pushes as {@link #deliver} does, once for each request id: a trigger that derives the same id pushes nothing. If another
     * process is handling the request, or died while doing so, an asynchronous {@code sendPushMsg} makes sure that it is
     * completed.
     *
     * @return {@link PushReport.Unreachable} if no device has a valid token
     */
    PushReport deliverOnce(String requestId, List<DevicePush> pushes);

    /** Invokes {@code sendMsgToGroup} asynchronously; returns when the invocation is accepted. */
    void fanOut(GroupPush push);

    /**
     * Leaves a dead letter, because an announcement to a group is given up. An operator finds it with the invocations that
     * failed for the last time.
     *
     * @param changeId the group's change that was to be announced
     * @throws RuntimeException if it was not accepted
     */
    void giveUpFanOut(String groupId, String changeId, String error);

    /**
     * Leaves a dead letter for a change event that cannot be processed. An operator finds it with the invocations that failed
     * for the last time.
     *
     * @param error what kind of error; nothing of the event's content
     * @throws RuntimeException if it was not accepted
     */
    void park(String eventId, String error);

    /**
     * The device has connected, and its record says that pushes wait for it: they are sent by an asynchronous {@code
     * sendPushMsg}.
     *
     * @param recordId of the device's record
     */
    void deliverPending(String recordId, String connectionId);

    /** Tells the device why, and closes its connection, if it has one. */
    void endConnection(Device device, String reason);
}
