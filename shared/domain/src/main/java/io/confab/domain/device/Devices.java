package io.confab.domain.device;

import io.confab.domain.error.Refusal;
import io.confab.domain.push.Pushes;
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Ids;
import io.confab.domain.user.ClientInfo;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Binds devices to the channels that reach them (contract sections 5, 7 and 9, Online channel). Every write names the record
 * or the connection it means, so that late and repeated calls never touch a newer state.
 */
@Singleton
public class Devices {
    private static final String REPLACED = "replaced";
    private static final String SIGNED_OUT = "signed-out";

    private final DeviceRepository devices;
    private final Pushes pushes;

    Devices(DeviceRepository devices, Pushes pushes) {
        this.devices = devices;
        this.pushes = pushes;
    }

    /** How a vendor reaches a device. */
    public record VendorAddress(String pushClientid, Optional<String> channel, Optional<String> endpoint) {}

    /**
     * Binds an open connection to the device; an older connection of it is told {@code replaced} and ended.
     *
     * @param tokenExpired nothing is pushed after this time (milliseconds)
     */
    public void connect(String uid, ClientInfo client, String connectionId, long tokenExpired) {
        Device device = device(uid, client, tokenExpired);
        device.connectionId = connectionId;
        devices.bind(device)
                .filter(before -> before.connectionId != null && !before.connectionId.equals(connectionId))
                .ifPresent(before -> pushes.endConnection(before, REPLACED));
    }

    /** Sets how a vendor reaches the device; another record that had this push client id loses it, also of two at once. */
    public void register(String uid, ClientInfo client, VendorAddress address, long tokenExpired) {
        Device device = device(uid, client, tokenExpired);
        device.pushClientid = address.pushClientid();
        device.channel = address.channel().orElse(null);
        device.endpoint = address.endpoint().orElse(null);
        String deviceKey = Device.key(uid, device.deviceId);
        DuplicateKeys.retry(() -> {
            devices.findByCids(List.of(address.pushClientid())).stream()
                    .filter(holder -> !deviceKey.equals(holder.deviceKey))
                    .forEach(devices::takeAway);
            return devices.register(device);
        });
    }

    /** Signs one device out: nothing is pushed to it any more, its connection is told and ended. */
    public void signOut(String uid, String deviceId) {
        devices.signOut(uid, deviceId)
                .filter(before -> before.connectionId != null)
                .ifPresent(before -> pushes.endConnection(before, SIGNED_OUT));
    }

    /** Signs all devices of a user out. */
    public void signOutAll(String uid) {
        List<Device> before = devices.findOfUser(uid);
        devices.signOutAll(uid);
        before.stream()
                .filter(device -> device.connectionId != null)
                .forEach(device -> pushes.endConnection(device, SIGNED_OUT));
    }

    private static Device device(String uid, ClientInfo client, long tokenExpired) {
        Device device = new Device();
        device.id = Ids.next();
        device.userId = uid;
        device.deviceId = client.deviceId().orElseThrow(() -> Refusal.badParam("deviceId", "required"));
        device.appid = client.appId().orElse(null);
        device.platform = client.platform().orElse(null);
        device.tokenExpired = tokenExpired;
        return device;
    }
}
