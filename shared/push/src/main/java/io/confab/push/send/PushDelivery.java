package io.confab.push.send;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.config.ConfabConfig;
import io.confab.domain.device.Device;
import io.confab.domain.ids.Ids;
import io.confab.domain.ids.RequestIds;
import io.confab.domain.once.Once;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.GroupPush;
import io.confab.domain.push.Push;
import io.confab.domain.push.Pushes;
import io.confab.domain.push.Strategy;
import io.confab.push.AsyncInvoker;
import io.confab.push.channel.OnlineChannel;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The entry to the push module: sends the pushes of the domain, or hands them to an asynchronous invocation. */
@Singleton
public class PushDelivery implements Pushes {
    static final String SEND_PUSH_MSG = "sendPushMsg";

    private static final String SEND_MSG_TO_GROUP = "sendMsgToGroup";
    /** Keeps an invocation's payload under 256 KB, however long cids are. */
    private static final int MAX_CIDS_HANDED_OVER = 500;

    private final PushBatch batch;
    private final OnlineChannel online;
    private final AsyncInvoker invoker;
    private final Once once;
    private final Clock clock;
    private final Duration budget;

    PushDelivery(
            PushBatch batch, OnlineChannel online, AsyncInvoker invoker, Once once, Clock clock, ConfabConfig config) {
        this.batch = batch;
        this.online = online;
        this.invoker = invoker;
        this.once = once;
        this.clock = clock;
        this.budget = config.push().budget();
    }

    @Override
    public void deliver(List<DevicePush> pushes) {
        long now = clock.millis();
        deliver(pushes.stream().filter(push -> push.device().tokenExpired > now).toList(), budget);
    }

    /** As {@link #deliver(List)}, with the given time limit and devices; returns the result for each device's cid. */
    public Map<String, PushStatus> deliver(List<DevicePush> pushes, Duration within) {
        if (pushes.isEmpty()) {
            return Map.of();
        }
        PushBatch.Report report = batch.send(pushes, within);
        handOver(report.unfinished());
        return report.statusByCid();
    }

    @Override
    public void deliverOnce(String requestId, List<DevicePush> pushes) {
        if (pushes.isEmpty()) {
            return;
        }
        Once.Ticket ticket = once.start(requestId);
        switch (ticket.start()) {
            case TAKEN -> {
                deliver(pushes);
                ticket.done();
            }
            case BUSY -> handOver(requestId, pushes);
            case DONE -> {}
        }
    }

    /**
     * Another process is handling the request, or died while doing so: invocations try again until one of them has finished.
     * Pushes that differ from device to device, for instance by a notification's id, get ids of their own, derived from the
     * request's.
     */
    private void handOver(String requestId, List<DevicePush> pushes) {
        Map<Kind, List<DevicePush>> byKind =
                pushes.stream().collect(Collectors.groupingBy(Kind::of, LinkedHashMap::new, Collectors.toList()));
        String next = requestId;
        for (Map.Entry<Kind, List<DevicePush>> same : byKind.entrySet()) {
            for (List<DevicePush> part : parts(same.getValue())) {
                handOver(pushParam(same.getKey().push(), same.getKey().strategy()), next, part);
                next = RequestIds.of("rest", next, 0);
            }
        }
    }

    /** A push that one invocation of sendPushMsg can send to many devices. */
    private record Kind(Push push, Strategy strategy) {
        static Kind of(DevicePush push) {
            return new Kind(push.push(), push.strategy());
        }
    }

    @Override
    public void fanOut(GroupPush group) {
        ObjectNode pushParam = pushParam(group.push(), group.strategy());
        group.requestId().ifPresent(requestId -> pushParam.put("request_id", requestId));
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("appId", group.appId());
        event.set("pushParam", pushParam);
        group.senderAppId().ifPresent(appId -> event.put("senderAppId", appId));
        group.senderDeviceId().ifPresent(deviceId -> event.put("senderDeviceId", deviceId));
        if (!group.extraUids().isEmpty()) {
            group.extraUids().forEach(event.putArray("extra_uids")::add);
        }
        invoker.invoke(SEND_MSG_TO_GROUP, event);
    }

    @Override
    public void giveUpFanOut(String groupId, String changeId, String error) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.putObject("given_up")
                .put("group_id", groupId)
                .put("change_id", changeId)
                .put("error", error);
        invoker.invoke(SEND_MSG_TO_GROUP, event);
    }

    @Override
    public void endConnection(Device device, String reason) {
        ObjectNode bye = JsonNodeFactory.instance.objectNode();
        bye.put("type", "bye");
        bye.put("reason", reason);
        online.close(device.connectionId, bye.toString());
    }

    private void handOver(List<DevicePush> unfinished) {
        unfinished.stream().collect(Collectors.groupingBy(Kind::of)).forEach((kind, pushes) -> {
            for (List<DevicePush> part : parts(pushes)) {
                handOver(pushParam(kind.push(), kind.strategy()), Ids.next(), part);
            }
        });
    }

    private static List<List<DevicePush>> parts(List<DevicePush> pushes) {
        return Carried.parts(pushes, push -> push.device().cid(), MAX_CIDS_HANDED_OVER);
    }

    private void handOver(ObjectNode pushParam, String requestId, List<DevicePush> pushes) {
        ArrayNode cids = pushParam.putArray("push_clientid");
        pushes.forEach(push -> cids.add(push.device().cid()));
        pushParam.put("request_id", requestId);
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.set("pushParam", pushParam);
        invoker.invoke(SEND_PUSH_MSG, event);
    }

    private static ObjectNode pushParam(Push push, Strategy strategy) {
        ObjectNode pushParam = push.toJson();
        pushParam.putObject("settings").putObject("strategy").put("default", strategy.code());
        return pushParam;
    }
}
