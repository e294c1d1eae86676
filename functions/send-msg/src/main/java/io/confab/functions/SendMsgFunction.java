package io.confab.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.json.Params;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageBody;
import io.confab.domain.message.MessageType;
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

/** Sends a message (contract section 3, sendMsg). */
@Singleton
public class SendMsgFunction {
    private static final int MAX_APP_ID = 256;
    private static final int MAX_CALL_UIDS = 500;

    private final UrlCalls calls;
    private final MessageSending sending;

    SendMsgFunction(UrlCalls calls, MessageSending sending) {
        this.calls = calls;
        this.sending = sending;
    }

    @Funq("sendMsg")
    public FunctionUrlReply sendMsg(FunctionUrlEvent event) {
        return calls.asBearer(event, Method.OF_OBJECT, this::send);
    }

    /** A refusal is given only when no message of this sender and {@code unique_id} exists. */
    private Result send(TokenBearer bearer, Params params) {
        try {
            return answer(sending.send(bearer, decode(bearer, params)));
        } catch (Refusal e) {
            return uniqueId(params)
                    .flatMap(uniqueId -> sending.findRepeat(bearer, uniqueId))
                    .map(SendMsgFunction::answer)
                    .orElseThrow(() -> e);
        }
    }

    private static SendMsgRequest decode(TokenBearer bearer, Params params) {
        Optional<String> toUid = params.id("to_uid");
        Optional<String> groupId = params.id("group_id");
        if (toUid.isEmpty() && groupId.isEmpty()) {
            throw new Refusal(ErrorCode.PARAM_ERROR, "接收消息的用户id和群id最少指定一个");
        }
        if (toUid.isPresent() && groupId.isPresent()) {
            throw Refusal.badParam("to_uid", "not together with group_id");
        }
        if (toUid.filter(bearer.uid()::equals).isPresent()) {
            throw Refusal.badParam("to_uid", "must not be yourself");
        }
        String appId = params.string("appId", 0, MAX_APP_ID)
                .filter(id -> !id.isEmpty())
                .or(() -> bearer.client().appId())
                .orElseThrow(() -> params.missing("appId"));
        MessageType type = MessageType.of(params.requiredId("type"))
                .orElseThrow(() -> Refusal.badParam("type", "no known type of message"));
        params.bool("isRetries");
        JsonNode body = params.requiredAny("body");
        SendMsgRequest request = new SendMsgRequest(
                appId,
                toUid,
                groupId,
                type,
                body,
                params.id("about_msg_id"),
                params.number("client_create_time"),
                params.uniqueId(),
                params.strings("call_uid", MAX_CALL_UIDS));
        if (type == MessageType.SYSTEM) {
            throw new Refusal(ErrorCode.NO_PERMISSION, "type: system messages are not for users");
        }
        MessageBody.check(type, body);
        return request;
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
