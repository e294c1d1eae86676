package io.confab.domain.session;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.device.Device;
import io.confab.domain.device.DeviceLimit;
import io.confab.domain.device.DeviceRepository;
import io.confab.domain.device.VendorAddress;
import io.confab.domain.device.VendorAddress.Endpoint;
import io.confab.domain.error.Refusal;
import io.confab.domain.ids.Ids;
import io.confab.domain.push.Pushes;
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.user.ClientInfo;
import io.confab.domain.user.TokenBearer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Binds devices to the channels that reach them (docs/rules.md#online-channel, docs/rules.md#accounts). Every write names the
 * record, the sid or the connection that it is meant for, so that late and repeated calls never change a newer state.
 *
 * <p>A user has at most {@code CONFAB_MAX_DEVICES} records: after connecting or registering a device, all records are read, and
 * those over the limit are removed. If the process dies before that, or if several calls at once do not see each other, the
 * next call does it.
 */
@Singleton
public class Devices {
    private static final String REPLACED = "replaced";
    private static final String SIGNED_OUT = "signed-out";

    /** How long after the end of its newest token a device is told by vendors, in a deployment that says nothing else. */
    private static final Duration REACH = Duration.ofDays(30);

    private final DeviceRepository devices;
    private final Pushes pushes;
    private final Clock clock;
    private final int maxDevices;
    private final long reachMillis;

    Devices(DeviceRepository devices, Pushes pushes, Clock clock, ConfabConfig config) {
        this.devices = devices;
        this.pushes = pushes;
        this.clock = clock;
        this.maxDevices = config.maxDevices();
        this.reachMillis = config.push()
                .reach()
                .orElse(config.local() ? Duration.ZERO : REACH)
                .toMillis();
    }

    /**
     * Binds an open connection to the bearer's device; an older connection of it gets {@code bye} with {@code replaced} and is
     * closed.
     */
    public void connect(TokenBearer bearer, String connectionId) {
        Device device = device(bearer, bearer.expiresAt());
        device.connectionId = connectionId;
        Optional<Device> known = devices.bind(device);
        known.filter(before -> before.connectionId != null && !before.connectionId.equals(connectionId))
                .ifPresent(before -> pushes.endConnection(before, REPLACED));
        known.filter(before -> before.pendingPush != null)
                .ifPresent(before -> pushes.deliverPending(before.id, connectionId));
        keepToLimit(device);
    }

    /**
     * Sets how a vendor reaches the bearer's device; another record that had this push client id or this endpoint loses it,
     * even if two calls run at once.
     */
    public void register(TokenBearer bearer, VendorAddress address) {
        Device device = device(bearer, bearer.expiresAt());
        address.endpoint().flatMap(Endpoint::platform).ifPresent(platform -> device.platform = platform);
        DuplicateKeys.retry(() -> {
            devices.findHolders(address).stream()
                    .filter(holder -> !holder.deviceKey.equals(key(device)))
                    .forEach(holder -> take(holder, address));
            devices.register(device, address);
            return null;
        });
        keepToLimit(device);
    }

    private void take(Device holder, VendorAddress address) {
        if (address.pushClientid().filter(holder.cidKey::equals).isPresent()) {
            devices.takeCid(holder);
        }
        if (address.endpoint()
                .filter(endpoint -> endpoint.key().equals(holder.endpointKey))
                .isPresent()) {
            devices.takeEndpoint(holder);
        }
    }

    /** Extends the time in which the bearer's device is reached, if it is not signed out. */
    public void extend(TokenBearer bearer, long tokenExpired) {
        if (bearer.client().deviceId().isPresent()) {
            devices.extend(device(bearer, tokenExpired));
        }
    }

    /**
     * Signs out the devices of the bearer's sid, and the bearer's own device: nothing is pushed to them, and their connections
     * are told and closed.
     */
    public void signOut(TokenBearer bearer) {
        devices.findSignedInBy(
                        bearer.uid(), bearer.token().sid(), bearer.client().deviceId())
                .forEach(this::signOut);
    }

    /** Signs all devices of a user out. */
    public void signOutAll(String uid) {
        devices.findOfUser(uid).forEach(this::signOut);
    }

    /**
     * Signs out those devices of a user that no token issued later than a cut has used.
     *
     * @return whether there are any devices
     */
    boolean signOutBefore(String uid, long cutMillis) {
        List<Device> all = devices.findOfUser(uid);
        all.stream()
                .filter(device -> device.lastTime == null || device.lastTime <= cutMillis)
                .forEach(this::signOut);
        return !all.isEmpty();
    }

    /** A device of the user, signed out or not. */
    public Optional<Device> findOne(String uid, String deviceId) {
        return devices.findOne(uid, deviceId);
    }

    /** Signs a device out, unless it has been signed in with another token since it was read. */
    public void signOut(Device seen) {
        boolean signedOut = seen.tokenExpired == 0 && seen.connectionId == null;
        if (!signedOut) {
            devices.signOut(seen, clock.millis()).ifPresent(this::tellSignedOut);
        }
    }

    /** Signs the bearer's own device out, unless it has been signed in with another token since. */
    public void signOutOwn(TokenBearer bearer) {
        Device own = device(bearer, 0);
        devices.signOut(key(own), own.sid, own.lastTime).ifPresent(this::tellSignedOut);
    }

    private void tellSignedOut(Device before) {
        if (before.connectionId != null) {
            pushes.endConnection(before, SIGNED_OUT);
        }
    }

    private void keepToLimit(Device written) {
        List<Device> excess =
                DeviceLimit.excess(devices.findOfUser(written.userId), key(written), maxDevices, written.lastTime);
        devices.forget(
                excess.stream().filter(device -> device.connectionId == null).toList());
        excess.stream()
                .filter(device -> device.connectionId != null)
                .filter(devices::forget)
                .forEach(device -> pushes.endConnection(device, REPLACED));
    }

    private static String key(Device device) {
        return Device.key(device.userId, device.deviceId);
    }

    private Device device(TokenBearer bearer, long tokenExpired) {
        ClientInfo client = bearer.client();
        Device device = new Device();
        device.id = Ids.next();
        device.userId = bearer.uid();
        device.deviceId = client.deviceId().orElseThrow(() -> Refusal.badParam("deviceId", "required"));
        device.appid = client.appId().orElse(null);
        device.platform = client.platform().orElse(null);
        device.tokenExpired = tokenExpired;
        device.pushUntil = tokenExpired + reachMillis;
        device.sid = bearer.token().sid();
        device.lastTime = clock.millis();
        return device;
    }
}
