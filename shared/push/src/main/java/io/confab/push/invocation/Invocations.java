package io.confab.push.invocation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.push.GroupPush;
import io.confab.domain.push.PushContent;
import io.confab.domain.push.Strategy;
import io.confab.domain.tally.Metric;
import io.confab.domain.tally.Tally;
import io.confab.push.AsyncInvoker;
import io.confab.wire.PushJson;
import jakarta.inject.Singleton;

/**
 * Invokes sendPushMsg and sendMsgToGroup asynchronously (docs/api/README.md#internal-methods). Every method returns when the
 * invocation is accepted, and throws if it was not.
 */
@Singleton
public class Invocations {
    /** The field of an announcement, a push, or a change event, that was given up. */
    public static final String GIVEN_UP = "given_up";

    /** The field that says which members a send has seen. */
    public static final String MEMBERS = "members";

    public static final String VERSION = "version";
    public static final String TIME = "time";

    /** The field of an invocation that sends what waits for a device. */
    public static final String PENDING = "pending";

    private static final String SEND_PUSH_MSG = "sendPushMsg";
    private static final String SEND_MSG_TO_GROUP = "sendMsgToGroup";

    private final AsyncInvoker invoker;
    private final Tally tally;

    Invocations(AsyncInvoker invoker, Tally tally) {
        this.invoker = invoker;
        this.tally = tally;
    }

    private void invoke(String method, ObjectNode event) {
        invoker.invoke(method, event);
        tally.add(Metric.HAND_OVERS);
    }

    /** Pushes to these devices. */
    public void sendPushMsg(Handover rest) {
        invoke(SEND_PUSH_MSG, event(rest));
    }

    /**
     * An invocation that always fails and so becomes a dead letter: these devices could not be reached. Without {@link #GIVEN_UP}
     * it is an invocation that tries them again.
     */
    public void giveUp(Handover rest) {
        ObjectNode event = event(rest);
        event.putObject(GIVEN_UP).put("request_id", rest.originId()).put("attempts", PushRequest.ATTEMPTS);
        invoke(SEND_PUSH_MSG, event);
    }

    private static ObjectNode event(Handover rest) {
        ObjectNode pushParam = pushParam(rest.content(), rest.strategy());
        rest.options().writeTo(pushParam);
        ArrayNode names = pushParam.putArray("push_clientid");
        rest.cids().forEach(names::add);
        pushParam.put("request_id", rest.requestId());
        if (!rest.checkToken()) {
            pushParam.put("check_token", false);
        }
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.set("pushParam", pushParam);
        event.put(PushRequest.ATTEMPT, rest.attempt());
        event.put(PushRequest.ORIGIN_ID, rest.originId());
        return event;
    }

    /** Sends what waits for a device over its new connection. */
    public void deliverPending(String deviceId, String connectionId) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.putObject(PENDING).put("device", deviceId).put("connection_id", connectionId);
        invoke(SEND_PUSH_MSG, event);
    }

    /** Pushes to a group, from its first page. */
    public void sendMsgToGroup(GroupPush group) {
        ObjectNode pushParam = pushParam(group.content(), group.strategy());
        group.requestId().ifPresent(requestId -> pushParam.put("request_id", requestId));
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("appId", group.appId());
        event.set("pushParam", pushParam);
        group.senderAppId().ifPresent(appId -> event.put("senderAppId", appId));
        group.senderDeviceId().ifPresent(deviceId -> event.put("senderDeviceId", deviceId));
        if (!group.extraUids().isEmpty()) {
            group.extraUids().forEach(event.putArray("extra_uids")::add);
        }
        group.members()
                .ifPresent(seen ->
                        event.putObject(MEMBERS).put(VERSION, seen.version()).put(TIME, seen.time()));
        nextHop(event);
    }

    /** Runs a hop of sendMsgToGroup that a former hop has described. */
    public void nextHop(ObjectNode event) {
        invoke(SEND_MSG_TO_GROUP, event);
    }

    /** An invocation that always fails and so becomes a dead letter: a group's change is never announced. */
    public void giveUp(String groupId, String changeId, String error) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.putObject(GIVEN_UP)
                .put("group_id", groupId)
                .put("change_id", changeId)
                .put("error", error);
        nextHop(event);
    }

    /** An invocation that always fails and so becomes a dead letter: a change event that cannot be processed. */
    public void park(String eventId, String error) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.putObject(GIVEN_UP).put("event_id", eventId).put("error", error);
        invoke(SEND_PUSH_MSG, event);
    }

    private static ObjectNode pushParam(PushContent content, Strategy strategy) {
        ObjectNode pushParam = PushJson.push(content);
        pushParam.putObject("settings").putObject("strategy").put("default", strategy.code());
        return pushParam;
    }
}
