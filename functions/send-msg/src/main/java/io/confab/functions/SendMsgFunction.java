package io.confab.functions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;
import io.confab.domain.json.Params;
import io.confab.domain.message.Message;
import io.confab.domain.send.MessageSending;
import io.confab.domain.send.SendMsgRequest;
import io.confab.domain.user.TokenBearer;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.Optional;

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
        return calls.asUnchecked(event, Method.OF_OBJECT, this::send);
    }

    /** A refusal is given only when no message of this sender and {@code unique_id} exists. */
    private Result send(TokenBearer bearer, Params params) {
        try {
            return answer(sending.send(bearer, SendMsgRequest.decode(params, bearer.client(), bearer.uid())));
        } catch (Refusal e) {
            return uniqueId(params)
                    .flatMap(uniqueId -> sending.findRepeat(bearer, uniqueId))
                    .map(SendMsgFunction::answer)
                    .orElseThrow(() -> e);
        }
    }

    private static Optional<String> uniqueId(Params params) {
        return Optional.ofNullable(params.json().path("unique_id").textValue())
                .filter(text -> !text.isEmpty() && text.length() <= Params.MAX_UNIQUE_ID);
    }

    private static Result answer(Message message) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("_id", message.id);
        data.put("create_time", message.createTime);
        data.put("conversation_id", message.conversationId);
        data.put("seq", message.seq);
        return Result.data(data);
    }
}
