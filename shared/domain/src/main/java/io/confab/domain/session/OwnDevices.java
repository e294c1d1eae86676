package io.confab.domain.session;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.config.ConfabConfig;
import io.confab.domain.device.Device;
import io.confab.domain.device.DeviceRepository;
import io.confab.domain.user.Caller;
import jakarta.inject.Singleton;
import java.util.Optional;

/** getMyDevices: the devices on which a user is signed in (docs/rules.md#accounts, docs/rules.md#online-channel). One read. */
@Singleton
public class OwnDevices {
    private final DeviceRepository devices;
    private final int maxDevices;

    OwnDevices(DeviceRepository devices, ConfabConfig config) {
        this.devices = devices;
        this.maxDevices = config.maxDevices();
    }

    /** The caller's devices, the latest used first; those that are signed out are left out. */
    public ArrayNode of(Caller caller) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        devices.findSignedIn(caller.uid(), maxDevices)
                .forEach(device -> list.add(toJson(device, caller.client().deviceId())));
        return list;
    }

    /** Never shows the client id and the endpoint, which pushes are addressed to. */
    private static ObjectNode toJson(Device device, Optional<String> callingDevice) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("device_id", device.deviceId);
        putIfPresent(json, "appid", device.appid);
        putIfPresent(json, "platform", device.platform);
        putIfPresent(json, "channel", device.channel);
        json.put("online", device.connectionId != null);
        if (device.lastTime != null) {
            json.put("last_time", device.lastTime);
        }
        return json.put("current", callingDevice.filter(device.deviceId::equals).isPresent());
    }

    private static void putIfPresent(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
