package io.confab.functions;

import io.confab.domain.forward.ForwardRequest;
import io.confab.domain.forward.Forwarding;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.SentJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Sends what was said to others (docs/api/messages.md#forwardmsg). */
@Singleton
public class ForwardMsgFunction {
    private final UrlCalls calls;
    private final Forwarding forwarding;

    ForwardMsgFunction(UrlCalls calls, Forwarding forwarding) {
        this.calls = calls;
        this.forwarding = forwarding;
    }

    @Funq("forwardMsg")
    public FunctionUrlReply forwardMsg(FunctionUrlEvent event) {
        return calls.asCaller(
                event,
                Method.OF_OBJECT.storing(),
                (caller, params) -> Result.data(
                        SentJson.forwarded(forwarding.forward(caller, ForwardRequest.decode(params, caller)))));
    }
}
