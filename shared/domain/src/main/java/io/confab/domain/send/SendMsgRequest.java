package io.confab.domain.send;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.json.Params;
import io.confab.domain.message.MessageBody;
import io.confab.domain.message.MessageType;
import io.confab.domain.user.ClientInfo;
import java.util.List;
import java.util.Optional;

/**
 * A message to be sent, checked for form (docs/api/messages.md#sendmsg). Exactly one of {@code toUid} and {@code groupId} is
 * present.
 *
 * @param action what happened, for {@code type:"system"}
 */
public record SendMsgRequest(
        String appId,
        Optional<String> toUid,
        Optional<String> groupId,
        MessageType type,
        Optional<String> action,
        JsonNode body,
        Optional<String> aboutMsgId,
        Optional<JsonNode> clientCreateTime,
        Optional<String> uniqueId,
        List<String> callUid) {
    private static final int MAX_APP_ID = 256;
    private static final int MAX_ACTION = 64;
    private static final int MAX_CALL_UIDS = 500;

    /**
     * What a user sends.
     *
     * @throws Refusal 400 if the form is wrong, 403 for a system message, 413 if the body is too large
     */
    public static SendMsgRequest decode(Params params, ClientInfo client, String senderUid) {
        SendMsgRequest request = decode(params, client, senderUid, params.id("to_uid"), Optional.empty());
        if (request.type == MessageType.SYSTEM) {
            throw new Refusal(ErrorCode.NO_PERMISSION, "type: system messages are not for users");
        }
        MessageBody.check(request.type, request.body);
        return request;
    }

    /** The message of a back end, which may be a system message; see {@link #decode(Params, ClientInfo, String)}. */
    static SendMsgRequest decodeOfServer(Params params, ClientInfo client, String senderUid, Optional<String> toUid) {
        SendMsgRequest request = decode(params, client, senderUid, toUid, params.string("action", 1, MAX_ACTION));
        MessageBody.check(request.type, request.body);
        return request;
    }

    /** The same message to another user, with another unique id. */
    SendMsgRequest to(String otherUid, String otherUniqueId) {
        return new SendMsgRequest(
                appId,
                Optional.of(otherUid),
                Optional.empty(),
                type,
                action,
                body,
                aboutMsgId,
                clientCreateTime,
                Optional.of(otherUniqueId),
                callUid);
    }

    private static SendMsgRequest decode(
            Params params, ClientInfo client, String senderUid, Optional<String> toUid, Optional<String> action) {
        Optional<String> groupId = params.id("group_id");
        if (toUid.isEmpty() && groupId.isEmpty()) {
            throw new Refusal(ErrorCode.PARAM_ERROR, "接收消息的用户id和群id最少指定一个");
        }
        if (toUid.isPresent() && groupId.isPresent()) {
            throw Refusal.badParam("to_uid", "not together with group_id");
        }
        if (toUid.filter(senderUid::equals).isPresent()) {
            throw Refusal.badParam("to_uid", "must not be yourself");
        }
        String appId = appId(params, client);
        MessageType type = MessageType.of(params.requiredId("type"))
                .orElseThrow(() -> Refusal.badParam("type", "no known type of message"));
        params.bool("isRetries");
        return new SendMsgRequest(
                appId,
                toUid,
                groupId,
                type,
                action.filter(given -> type == MessageType.SYSTEM),
                params.requiredAny("body"),
                params.id("about_msg_id"),
                params.number("client_create_time"),
                params.uniqueId(),
                params.strings("call_uid", MAX_CALL_UIDS));
    }

    /** {@code appId}, or the client's own app; one of them is required. */
    public static String appId(Params params, ClientInfo client) {
        return params.string("appId", 0, MAX_APP_ID)
                .filter(id -> !id.isEmpty())
                .or(client::appId)
                .orElseThrow(() -> params.missing("appId"));
    }
}
