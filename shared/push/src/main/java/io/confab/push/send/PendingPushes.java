package io.confab.push.send;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.config.ConfabConfig;
import io.confab.domain.device.Device;
import io.confab.domain.device.DeviceRepository;
import io.confab.domain.ids.Hashes;
import io.confab.domain.ids.ProcessRandom;
import io.confab.domain.json.JsonLength;
import io.confab.domain.once.Once;
import io.confab.domain.pause.Pause;
import io.confab.domain.pending.PendingPush;
import io.confab.domain.pending.PendingPushRepository;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.GivenPush;
import io.confab.push.channel.OnlineChannel;
import io.confab.push.channel.OnlineFrame;
import io.confab.push.channel.Outcome;
import io.confab.push.channel.PushFit;
import io.confab.push.invocation.Invocations;
import io.confab.wire.PushJson;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Pushes with a {@code settings.ttl} for devices that were not connected: kept for that time, and sent in order after the next
 * connect, by an asynchronous sendPushMsg.
 *
 * <p>The device's record says that something waits, so that a connect costs no read. It is marked after the push is kept, and
 * the connection is looked at then: a device that connects in between is served by the run that the keeper starts. One run of a
 * connection works at a time; it unmarks the record first and reads what waits then. If it dies, its repetition finds the rest,
 * and a push that was sent but not yet removed is sent again; if the connection has ended by then, the repetition serves the
 * next one, which found no mark when it was opened.
 */
@Singleton
public class PendingPushes {
    static final int MAX_BYTES = 24_000;

    private static final Logger LOG = Logger.getLogger(PendingPushes.class);

    /** API Gateway takes no posts before {@code $connect} has returned. */
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);

    private final PendingPushRepository pending;
    private final DeviceRepository devices;
    private final OnlineChannel online;
    private final Invocations invocations;
    private final Once once;
    private final ObjectMapper json;
    private final Clock clock;
    private final Duration patience;

    PendingPushes(
            PendingPushRepository pending,
            DeviceRepository devices,
            OnlineChannel online,
            Invocations invocations,
            Once once,
            ObjectMapper json,
            Clock clock,
            ConfabConfig config) {
        this.pending = pending;
        this.devices = devices;
        this.online = online;
        this.invocations = invocations;
        this.once = once;
        this.json = json;
        this.clock = clock;
        this.patience = config.push().patience();
    }

    /** Keeps a push for its device. */
    void keep(DevicePush push, String requestId, Duration ttl) {
        Device device = push.device();
        Optional<ObjectNode> fitted = PushFit.fit(
                PushJson.push(push.content()), Function.identity(), form -> JsonLength.bytes(form) <= MAX_BYTES);
        if (fitted.isEmpty()) {
            LOG.warnf("a push is too large to be kept: device=%s", device.id);
            return;
        }
        PendingPush kept = new PendingPush();
        kept.id = Hashes.md5(requestId + "," + device.id);
        kept.device = device.id;
        kept.push = fitted.get().toString();
        kept.createTime = clock.millis();
        kept.expireAt = new Date(kept.createTime + ttl.toMillis());
        pending.keep(kept);
        mark(device.id, device.connectionId);
    }

    /** A device that has connected again meanwhile found no mark, so it is served now. */
    private void mark(String deviceId, String knownConnectionId) {
        devices.markPending(deviceId)
                .filter(now -> now.connectionId != null && !now.connectionId.equals(knownConnectionId))
                .ifPresent(now -> invocations.deliverPending(now.id, now.connectionId));
    }

    /**
     * Sends what waits for a device over this connection.
     *
     * @throws IllegalStateException if something is left because the channel is busy, or another run is under way; the invocation
     *     is then tried again
     */
    void deliver(String deviceId, String connectionId) {
        Once.Ticket ticket = once.start("pending-" + Hashes.md5(connectionId));
        switch (ticket.start()) {
            case DONE -> {}
            case BUSY -> throw new IllegalStateException("pushes to " + deviceId + " are under way");
            case TAKEN -> {
                Pause.of(FIRST_WAIT, "the connection to be open");
                devices.unmarkPending(deviceId);
                send(deviceId, connectionId);
                ticket.release();
            }
        }
    }

    private void send(String deviceId, String connectionId) {
        long end = System.nanoTime() + patience.toNanos();
        Optional<Device> device = devices.findByConnection(connectionId)
                .filter(found -> found.id.equals(deviceId) && found.isOnlineUntil(clock.millis()));
        for (PendingPush push : pending.find(deviceId, clock.millis())) {
            Outcome outcome = device.map(found -> post(found, push, end)).orElse(Outcome.GONE);
            if (outcome instanceof Outcome.Gone) {
                mark(deviceId, connectionId);
                return;
            }
            if (outcome instanceof Outcome.Busy) {
                devices.markPending(deviceId);
                throw new IllegalStateException("pushes to " + deviceId + " are left");
            }
            pending.remove(push);
        }
    }

    private Outcome post(Device device, PendingPush push, long end) {
        Optional<String> frame = read(push).flatMap(OnlineFrame::of);
        if (frame.isEmpty()) {
            return new Outcome.Refused("cannot be read");
        }
        Outcome outcome = Outcome.BUSY;
        for (int tries = 0; outcome instanceof Outcome.Busy busy && System.nanoTime() < end; tries++) {
            if (tries > 0) {
                Pause.of(Backoff.of(tries - 1, busy.retryAfter(), ProcessRandom.dice()), "a channel that is busy");
            }
            outcome = online.push(List.of(device), frame.get(), BatchRun.POST).get(0);
        }
        return outcome;
    }

    private Optional<GivenPush> read(PendingPush push) {
        try {
            JsonNode text = json.readTree(push.push);
            return Optional.of(new GivenPush(
                    text.path("title").asText(), text.path("content").asText(), text.path("payload")));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
