package io.confab.functions;

import io.confab.domain.device.Device;
import io.confab.domain.device.Devices;
import io.confab.domain.device.Devices.VendorAddress;
import io.confab.domain.error.Refusal;
import io.confab.domain.json.Params;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Sets how the calling device is reached by push (contract section 5, setPushCid). */
@Singleton
public class SetPushCidFunction {
    private static final int MAX_LENGTH = 256;
    private static final int MAX_ENDPOINT = 2_048;

    private final UrlCalls calls;
    private final Devices devices;

    SetPushCidFunction(UrlCalls calls, Devices devices) {
        this.calls = calls;
        this.devices = devices;
    }

    @Funq("setPushCid")
    public FunctionUrlReply setPushCid(FunctionUrlEvent event) {
        return calls.asAdmitted(event, Method.of("pushClientId"), (bearer, params) -> {
            VendorAddress address = new VendorAddress(
                    pushClientId(params),
                    params.string("channel", 1, MAX_LENGTH),
                    params.string("endpoint", 1, MAX_ENDPOINT));
            devices.register(bearer.uid(), bearer.client(), address, bearer.expiresAt());
            return Result.empty();
        });
    }

    private static String pushClientId(Params params) {
        String id = params.string("pushClientId", 1, MAX_LENGTH).orElseThrow(() -> params.missing("pushClientId"));
        if (id.startsWith(Device.OWN_CID_PREFIX)) {
            throw Refusal.badParam("pushClientId", "must not start with " + Device.OWN_CID_PREFIX);
        }
        return id;
    }
}
