package io.confab.functions;

import io.confab.domain.revoke.MessageRevoking;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Takes a message back (docs/api/messages.md#revokemsg). */
@Singleton
public class RevokeMsgFunction {
    private final UrlCalls calls;
    private final MessageRevoking revoking;

    RevokeMsgFunction(UrlCalls calls, MessageRevoking revoking) {
        this.calls = calls;
        this.revoking = revoking;
    }

    @Funq("revokeMsg")
    public FunctionUrlReply revokeMsg(FunctionUrlEvent event) {
        return calls.asBearer(event, Method.of("msgId").storing(), (bearer, params) -> revoking.revoke(
                        bearer, params.requiredId("msgId"))
                .map(revoked -> Result.empty()));
    }
}
