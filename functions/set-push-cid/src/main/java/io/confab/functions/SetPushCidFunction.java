package io.confab.functions;

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

    SetPushCidFunction(UrlCalls calls, DeviceAdmission devices) {
        this.calls = calls;
        this.devices = devices;
    }

    @Funq("setPushCid")
    public FunctionUrlReply setPushCid(FunctionUrlEvent event) {
        return calls.asAdmitted(event, Method.of("pushClientId"), (bearer, caller, params) -> {
            devices.register(
                    bearer, caller, VendorAddress.decode(params, bearer.client().platform()));
            return Result.empty();
        });
    }
}
