package io.confab.functions;

import io.confab.domain.device.PushServices;
import io.confab.domain.device.VendorAddress;
import io.confab.domain.session.DeviceAdmission;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Sets how the calling device is reached by push (docs/api/accounts.md#setpushcid). */
@Singleton
public class SetPushCidFunction {
    private final UrlCalls calls;
    private final DeviceAdmission devices;
    private final PushServices services;

    SetPushCidFunction(UrlCalls calls, DeviceAdmission devices, PushServices services) {
        this.calls = calls;
        this.devices = devices;
        this.services = services;
    }

    @Funq("setPushCid")
    public FunctionUrlReply setPushCid(FunctionUrlEvent event) {
        return calls.asAdmitted(event, Method.ofIdentity("pushClientId").storing(), (bearer, caller, params) -> {
            devices.register(
                    bearer, caller, VendorAddress.decode(params, bearer.client().platform(), services));
            return Result.empty();
        });
    }
}
