package io.confab.push.send;

import io.confab.domain.device.Device;
import io.confab.domain.ids.Hashes;
import io.confab.domain.ids.RequestIds;
import io.confab.domain.once.Once;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.GroupPush;
import io.confab.domain.push.PushContent;
import io.confab.domain.push.PushReport;
import io.confab.domain.push.PushStatus;
import io.confab.domain.push.Pushes;
import io.confab.domain.push.Strategy;
import io.confab.push.channel.OnlineChannel;
import io.confab.push.invocation.Carried;
import io.confab.push.invocation.Handover;
import io.confab.push.invocation.Invocations;
import io.confab.push.invocation.PushOptions;
import io.confab.push.invocation.PushRequest;
import io.confab.wire.PushJson;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** The entry to the push module: sends the pushes of the domain, or hands them to an asynchronous invocation. */
@Singleton
public class PushDelivery implements Pushes {
    private static final Logger LOG = Logger.getLogger(PushDelivery.class);

    /** Keeps an invocation's payload under 256 KB, however long cids are. */
    private static final int MAX_CIDS_HANDED_OVER = 500;

    private final PushBatch batch;
    private final OnlineChannel online;
    private final Invocations invocations;
    private final PendingPushes pending;
    private final Once once;
    private final Clock clock;

    PushDelivery(
            PushBatch batch,
            OnlineChannel online,
            Invocations invocations,
            PendingPushes pending,
            Once once,
            Clock clock) {
        this.batch = batch;
        this.online = online;
        this.invocations = invocations;
        this.pending = pending;
        this.once = once;
        this.clock = clock;
    }

    @Override
    public void deliver(List<DevicePush> pushes) {
        deliver(reachable(pushes), Errand.ofMethod(Optional.empty()));
    }

    private List<DevicePush> reachable(List<DevicePush> pushes) {
        long now = clock.millis();
        return pushes.stream().filter(push -> push.device().isInReach(now)).toList();
    }

    /**
     * Sends the pushes of an errand, and hands over those that are left; after the last attempt they become dead letters. If it
     * says so, those that no channel delivered are kept for the device's next connection.
     * Returns the result for each device's cid.
     */
    public Map<String, PushStatus> deliver(List<DevicePush> pushes, Errand errand) {
        if (pushes.isEmpty()) {
            return Map.of();
        }
        RequestIdsOfBatch ids = new RequestIdsOfBatch(errand.requestId());
        PushBatch.Report report = batch.send(pushes, errand, ids::of);
        handOver(report.unfinished(), errand, ids);
        errand.options().ttl().ifPresent(ttl -> pushes.stream()
                .filter(push -> push.strategy() != Strategy.OFFLINE)
                .filter(push -> report.statusByCid().get(push.device().cid()) == PushStatus.IGNORED)
                .forEach(push -> pending.keep(push, ids.of(push.content()), ttl)));
        return report.statusByCid();
    }

    /**
     * Hands over what is left. The invocation's own id is derived, so that the same rest is sent once: a method's from the
     * request and the user, because vendors are told once of a request although a repeated call may find other devices; a
     * later attempt's from the devices too.
     */
    private void handOver(List<DevicePush> unfinished, Errand errand, RequestIdsOfBatch ids) {
        Map<Part, List<DevicePush>> byPart = unfinished.stream()
                .collect(Collectors.groupingBy(push -> Part.of(push, errand), LinkedHashMap::new, Collectors.toList()));
        byPart.forEach((part, pushes) -> {
            int index = 0;
            for (List<DevicePush> some : parts(pushes)) {
                List<String> cids = cids(some);
                String origin = ids.of(part.kind().content());
                int attempt = errand.attempt() + 1;
                String which = errand.isOfMethod()
                        ? part.uid() + "," + part.kind().strategy() + "," + index++
                        : String.join(",", cids);
                Handover rest = handover(part.kind(), origin, attempt, which, errand, cids);
                if (attempt > PushRequest.ATTEMPTS) {
                    LOG.errorf("a push was given up: request=%s devices=%d", origin, cids.size());
                    invocations.giveUp(rest);
                } else {
                    invocations.sendPushMsg(rest);
                }
            }
        });
    }

    private static Handover handover(
            Kind kind, String origin, int attempt, String which, Errand errand, List<String> cids) {
        return new Handover(
                kind.content(),
                kind.strategy(),
                Hashes.md5(origin + "," + attempt + "," + which),
                origin,
                attempt > PushRequest.ATTEMPTS ? 1 : attempt,
                errand.options(),
                errand.checkToken(),
                cids);
    }

    /** What one invocation can carry: one content for many devices; from a method, for one user's. */
    private record Part(Kind kind, String uid) {
        static Part of(DevicePush push, Errand errand) {
            return new Part(Kind.of(push), errand.isOfMethod() ? push.device().userId : "");
        }
    }

    @Override
    public PushReport deliverOnce(String requestId, List<DevicePush> pushes) {
        List<DevicePush> reachable = reachable(pushes);
        if (reachable.isEmpty()) {
            return new PushReport.Unreachable();
        }
        Once.Ticket ticket = once.start(requestId);
        switch (ticket.start()) {
            case TAKEN -> {
                Map<String, PushStatus> statusByCid = deliver(reachable, Errand.ofMethod(Optional.of(requestId)));
                ticket.done();
                return new PushReport.Sent(requestId, statusByCid);
            }
            case BUSY -> leave(requestId, reachable);
            case DONE -> {}
        }
        return new PushReport.SentBefore();
    }

    /**
     * Another process is handling the request, or died while doing so: invocations try again until one of them has finished.
     * Pushes that differ from device to device, for instance by a notification's id, get ids of their own, derived from the
     * request's.
     */
    private void leave(String requestId, List<DevicePush> pushes) {
        Map<Kind, List<DevicePush>> byKind =
                pushes.stream().collect(Collectors.groupingBy(Kind::of, LinkedHashMap::new, Collectors.toList()));
        String next = requestId;
        for (Map.Entry<Kind, List<DevicePush>> same : byKind.entrySet()) {
            for (List<DevicePush> part : parts(same.getValue())) {
                Kind kind = same.getKey();
                invocations.sendPushMsg(new Handover(
                        kind.content(), kind.strategy(), next, requestId, 1, PushOptions.NONE, true, cids(part)));
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
    public void park(String eventId, String error) {
        invocations.park(eventId, error);
    }

    @Override
    public void deliverPending(String recordId, String connectionId) {
        invocations.deliverPending(recordId, connectionId);
    }

    @Override
    public void endConnection(Device device, String reason) {
        online.close(device.connectionId, PushJson.bye(reason).toString());
    }

    private static List<List<DevicePush>> parts(List<DevicePush> pushes) {
        return Carried.parts(pushes, push -> push.device().cid(), MAX_CIDS_HANDED_OVER);
    }

    private static List<String> cids(List<DevicePush> pushes) {
        return pushes.stream().map(push -> push.device().cid()).toList();
    }
}
