package io.confab.functions;

import io.confab.domain.config.ConfabConfig;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.DeviceJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Returns the key with which a browser subscribes to pushes (docs/api/accounts.md#getpushkey). */
@Singleton
public class GetPushKeyFunction {
    private final UrlCalls calls;
    private final Optional<String> publicKey;

    GetPushKeyFunction(UrlCalls calls, ConfabConfig config) {
        this.calls = calls;
        this.publicKey = config.vapid().publicKey();
    }

    @Funq("getPushKey")
    public FunctionUrlReply getPushKey(FunctionUrlEvent event) {
        return calls.asCaller(event, Method.OF_OBJECT, (caller, params) -> Result.data(DeviceJson.pushKey(publicKey)));
    }
}
