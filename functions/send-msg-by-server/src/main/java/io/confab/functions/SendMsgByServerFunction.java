package io.confab.functions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.json.Params;
import io.confab.domain.message.Message;
import io.confab.domain.send.ServerSending;
import io.confab.domain.send.ServerSending.Outcome;
import io.confab.domain.user.ClientInfo;
import io.confab.edge.Failures;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Lets a back end speak for a user, or as the system (docs/api/server.md#sendmsgbyserver). */
@Singleton
public class SendMsgByServerFunction {
    private static final Method METHOD = Method.OF_OBJECT;

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
        if (!params.has("to_uids")) {
            return Result.data(stored(sending.send(client, params), JsonNodeFactory.instance.objectNode()));
        }
        ArrayNode data = JsonNodeFactory.instance.arrayNode();
        sending.sendToEach(client, params).forEach(outcome -> data.add(outcome(outcome)));
        return Result.data(data);
    }

    private static ObjectNode outcome(Outcome outcome) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("to_uid", outcome.toUid());
        outcome.message().ifPresent(message -> stored(message, json));
        outcome.refusal().ifPresent(refusal -> json.setAll(Failures.json(METHOD.errSubject(), refusal)));
        return json;
    }

    private static ObjectNode stored(Message message, ObjectNode json) {
        return json.put("_id", message.id)
                .put("create_time", message.createTime)
                .put("conversation_id", message.conversationId)
                .put("seq", message.seq);
    }
}
