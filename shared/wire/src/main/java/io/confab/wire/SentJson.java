package io.confab.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;
import io.confab.domain.message.Message;
import io.confab.domain.send.ServerSending.Outcome;
import java.util.List;
import java.util.function.Function;

/** What the methods that send messages answer (docs/api/messages.md). */
public final class SentJson {
    private SentJson() {}

    /** The {@code data} of sendMsg, and of sendMsgByServer to one receiver. */
    public static ObjectNode sent(Message message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("_id", message.id)
                .put("create_time", message.createTime)
                .put("conversation_id", message.conversationId)
                .put("seq", message.seq);
    }

    /**
     * The {@code data} of sendMsgByServer to many receivers.
     *
     * @param refused writes a refusal as the reply to a call has it
     */
    public static ArrayNode outcomes(List<Outcome> outcomes, Function<Refusal, ObjectNode> refused) {
        ArrayNode data = JsonNodeFactory.instance.arrayNode();
        for (Outcome outcome : outcomes) {
            ObjectNode json = data.addObject().put("to_uid", outcome.toUid());
            json.setAll(outcome.<ObjectNode>fold(
                    sent -> sent(sent.message()), refusal -> refused.apply(refusal.refusal())));
        }
        return data;
    }

    /** The {@code data} of forwardMsg. */
    public static ArrayNode forwarded(List<Message> messages) {
        ArrayNode data = JsonNodeFactory.instance.arrayNode();
        messages.forEach(message -> data.addObject()
                .put("conversation_id", message.conversationId)
                .put("_id", message.id)
                .put("seq", message.seq));
        return data;
    }
}
