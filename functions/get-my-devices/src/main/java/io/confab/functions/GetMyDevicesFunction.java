package io.confab.functions;

import io.confab.domain.session.OwnDevices;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.DeviceJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Lists the devices that the caller is signed in on (docs/api/accounts.md#getmydevices). */
@Singleton
public class GetMyDevicesFunction {
    private final UrlCalls calls;
    private final OwnDevices devices;

    GetMyDevicesFunction(UrlCalls calls, OwnDevices devices) {
        this.calls = calls;
        this.devices = devices;
    }

    @Funq("getMyDevices")
    public FunctionUrlReply getMyDevices(FunctionUrlEvent event) {
        return calls.asCaller(
                event, Method.OF_OBJECT, (caller, params) -> Result.list(devices.of(caller), DeviceJson::own));
    }
}
