package io.confab.domain.push;

import io.confab.domain.device.Device;
import java.util.List;

/**
 * What the domain asks of the push room. Every method returns when nothing is left to do in this process: a function is
 * frozen after its reply.
 */
public interface Pushes {
    /**
     * Pushes to the devices within the configured budget and hands what is not done by then to an asynchronous {@code
     * sendPushMsg}. Dead or slow devices never fail it.
     *
     * @throws RuntimeException when the rest could not be handed over: the push is not finished
     */
    void deliver(List<DevicePush> pushes);

    /**
     * Pushes as {@link #deliver} does, once for each request id: a trigger that derives the same id pushes nothing. When the
     * request is under way elsewhere, or its runner died, an asynchronous {@code sendPushMsg} is to make sure of it.
     */
    void deliverOnce(String requestId, List<DevicePush> pushes);

    /** Starts an asynchronous {@code sendMsgToGroup}; returns when it is accepted. */
    void fanOut(GroupPush push);

    /**
     * Leaves a dead letter: an announcement to a group is given up. It stands where invocations end that failed for the last
     * time, for an operator to read.
     *
     * @param changeId the group's change that was to be announced
     * @throws RuntimeException when it was not accepted
     */
    void giveUpFanOut(String groupId, String changeId, String error);

    /** Says why and ends the device's connection, where it has one. */
    void endConnection(Device device, String reason);
}
