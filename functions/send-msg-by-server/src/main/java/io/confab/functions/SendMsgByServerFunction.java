package io.confab.functions;

import io.confab.domain.json.Params;
import io.confab.domain.send.ServerSending;
import io.confab.domain.user.ClientInfo;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.ReplyJson;
import io.confab.wire.SentJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Lets a back end speak for a user, or as the system (docs/api/server.md#sendmsgbyserver). */
@Singleton
public class SendMsgByServerFunction {
    private static final Method METHOD = Method.OF_OBJECT.storing();

    private final UrlCalls calls;
    private final ServerSending sending;

    SendMsgByServerFunction(UrlCalls calls, ServerSending sending) {
        this.calls = calls;
        this.sending = sending;
    }

    @Funq("sendMsgByServer")
    public FunctionUrlReply sendMsgByServer(FunctionUrlEvent event) {
        return calls.asSigned(event, "sendMsgByServer", METHOD, this::send);
    }

    private Result send(ClientInfo client, Params params) {
        return Result.data(
                params.has("to_uids")
                        ? SentJson.outcomes(
                                sending.sendToEach(client, params),
                                refusal -> ReplyJson.failure(METHOD.errSubject(), refusal))
                        : SentJson.sent(sending.send(client, params)));
    }
}
