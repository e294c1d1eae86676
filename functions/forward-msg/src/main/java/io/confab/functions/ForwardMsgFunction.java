package io.confab.functions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.confab.domain.forward.ForwardRequest;
import io.confab.domain.forward.Forwarding;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.Result;
import io.confab.edge.url.UrlCalls;
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
        return calls.asAdmitted(event, Method.OF_OBJECT, (bearer, caller, params) -> {
            ArrayNode data = JsonNodeFactory.instance.arrayNode();
            forwarding.forward(bearer, ForwardRequest.decode(params, caller)).forEach(message -> data.addObject()
                    .put("conversation_id", message.conversationId)
                    .put("_id", message.id)
                    .put("seq", message.seq));
            return Result.data(data);
        });
    }
}
