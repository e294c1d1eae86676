package io.confab.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.device.Device;
import io.confab.domain.session.OwnDevice;
import java.util.Optional;

/** A user's own devices (docs/api/accounts.md#getmydevices). */
public final class DeviceJson {
    private DeviceJson() {}

    /** The {@code data} of getPushKey. */
    public static ObjectNode pushKey(Optional<String> publicKey) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        publicKey.ifPresent(key -> json.put("publicKey", key));
        return json;
    }

    /** An element of getMyDevices. Never shows the client id and the endpoint, which pushes are addressed to. */
    public static ObjectNode own(OwnDevice own) {
        Device device = own.device();
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("device_id", device.deviceId);
        Fields.putIfPresent(json, "appid", device.appid);
        Fields.putIfPresent(json, "platform", device.platform);
        Fields.putIfPresent(json, "channel", device.channel);
        json.put("online", own.isOnline());
        if (device.lastTime != null) {
            json.put("last_time", device.lastTime);
        }
        return json.put("current", own.isCalling());
    }
}
