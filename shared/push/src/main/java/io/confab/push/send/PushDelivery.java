package io.confab.push.send;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.device.Device;
import io.confab.domain.ids.Ids;
import io.confab.domain.ids.RequestIds;
import io.confab.domain.once.Once;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.GroupPush;
import io.confab.domain.push.PushContent;
import io.confab.domain.push.PushStatus;
import io.confab.domain.push.Pushes;
import io.confab.domain.push.Strategy;
import io.confab.push.channel.OnlineChannel;
import io.confab.push.invocation.Carried;
import io.confab.push.invocation.Invocations;
import io.confab.wire.PushJson;
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
    /** Keeps an invocation's payload under 256 KB, however long cids are. */
    private static final int MAX_CIDS_HANDED_OVER = 500;

    private final PushBatch batch;
    private final OnlineChannel online;
    private final Invocations invocations;
    private final Once once;
    private final Clock clock;
    private final Duration budget;

    PushDelivery(
            PushBatch batch,
            OnlineChannel online,
            Invocations invocations,
            Once once,
            Clock clock,
            ConfabConfig config) {
        this.batch = batch;
        this.online = online;
        this.invocations = invocations;
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
                handOver(same.getKey(), next, part);
                next = RequestIds.of("rest", next, 0);
            }
        }
    }

    /** A push that one invocation of sendPushMsg can send to many devices. */
    private record Kind(PushContent content, Strategy strategy) {
        static Kind of(DevicePush push) {
            return new Kind(push.content(), push.strategy());
        }
    }

    @Override
    public void fanOut(GroupPush group) {
        invocations.sendMsgToGroup(group);
    }

    @Override
    public void giveUpFanOut(String groupId, String changeId, String error) {
        invocations.giveUp(groupId, changeId, error);
    }

    @Override
    public void endConnection(Device device, String reason) {
        online.close(device.connectionId, PushJson.bye(reason).toString());
    }

    private void handOver(List<DevicePush> unfinished) {
        unfinished.stream().collect(Collectors.groupingBy(Kind::of)).forEach((kind, pushes) -> {
            for (List<DevicePush> part : parts(pushes)) {
                handOver(kind, Ids.next(), part);
            }
        });
    }

    private static List<List<DevicePush>> parts(List<DevicePush> pushes) {
        return Carried.parts(pushes, push -> push.device().cid(), MAX_CIDS_HANDED_OVER);
    }

    private void handOver(Kind kind, String requestId, List<DevicePush> pushes) {
        List<String> cids = pushes.stream().map(push -> push.device().cid()).toList();
        invocations.sendPushMsg(kind.content(), kind.strategy(), requestId, cids);
    }
}
