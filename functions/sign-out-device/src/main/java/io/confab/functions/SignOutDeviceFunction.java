package io.confab.functions;

import io.confab.domain.session.SignOut;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Signs one of the caller's devices out (docs/api/accounts.md#signoutdevice). */
@Singleton
public class SignOutDeviceFunction {
    private static final String DEVICE_ID = "device_id";
    private static final int MAX_DEVICE_ID_LENGTH = 256;

    private final UrlCalls calls;
    private final SignOut signOut;

    SignOutDeviceFunction(UrlCalls calls, SignOut signOut) {
        this.calls = calls;
        this.signOut = signOut;
    }

    @Funq("signOutDevice")
    public FunctionUrlReply signOutDevice(FunctionUrlEvent event) {
        return calls.asAdmitted(event, Method.of(DEVICE_ID).storing(), (bearer, caller, params) -> {
            String deviceId =
                    params.string(DEVICE_ID, 1, MAX_DEVICE_ID_LENGTH).orElseThrow(() -> params.missing(DEVICE_ID));
            boolean isOwn = signOut.signOutDevice(bearer, caller, deviceId);
            return isOwn ? Result.signedOut() : Result.empty();
        });
    }
}
