package io.confab.functions;

import io.confab.domain.send.MessageSending;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.SentJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Sends a message (docs/api/messages.md#sendmsg). */
@Singleton
public class SendMsgFunction {
    private final UrlCalls calls;
    private final MessageSending sending;

    SendMsgFunction(UrlCalls calls, MessageSending sending) {
        this.calls = calls;
        this.sending = sending;
    }

    @Funq("sendMsg")
    public FunctionUrlReply sendMsg(FunctionUrlEvent event) {
        return calls.asBearer(event, Method.OF_OBJECT.storing(), (bearer, params) -> sending.send(bearer, params)
                .map(message -> Result.data(SentJson.sent(message))));
    }
}
