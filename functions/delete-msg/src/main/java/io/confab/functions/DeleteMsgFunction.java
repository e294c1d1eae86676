package io.confab.functions;

import io.confab.domain.deletion.MessageDeleting;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Hides a message from its reader alone (docs/api/messages.md#deletemsg). */
@Singleton
public class DeleteMsgFunction {
    private static final String MSG_ID = "msgId";

    private final UrlCalls calls;
    private final MessageDeleting deleting;

    DeleteMsgFunction(UrlCalls calls, MessageDeleting deleting) {
        this.calls = calls;
        this.deleting = deleting;
    }

    @Funq("deleteMsg")
    public FunctionUrlReply deleteMsg(FunctionUrlEvent event) {
        return calls.asBearer(event, Method.of(MSG_ID).storing(), (bearer, params) -> deleting.delete(
                        bearer, params.requiredId(MSG_ID))
                .map(message -> Result.empty()));
    }
}
