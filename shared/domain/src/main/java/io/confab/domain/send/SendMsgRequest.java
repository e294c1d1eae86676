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
 * A message to be sent, checked for form (docs/api/messages.md#sendmsg). Made by {@link #to}.
 *
 * @param action what happened, for {@code type:"system"}
 * @param clientCreateTime free JSON
 * @param callUid the mentioned users
 */
public record SendMsgRequest(
        Receiver receiver,
        String appId,
        Content content,
        Optional<String> action,
        Optional<String> aboutMsgId,
        Optional<JsonNode> clientCreateTime,
        Optional<String> uniqueId,
        List<String> callUid) {
    private static final int MAX_APP_ID = 256;
    private static final int MAX_ACTION = 64;
    private static final int MAX_CALL_UIDS = 500;

    /** A message without anything that is optional; the builder adds it. */
    public static Builder to(Receiver receiver, String appId, Content content) {
        return new Builder(receiver, appId, content);
    }

    /**
     * What a user sends.
     *
     * @throws Refusal 400 if the form is wrong, 403 for a system message, 413 if the body is too large
     */
    public static SendMsgRequest decode(Params params, ClientInfo client, String senderUid) {
        SendMsgRequest request =
                decode(params, client, receiver(params, senderUid)).build();
        if (request.content.isSystem()) {
            throw new Refusal(ErrorCode.NO_PERMISSION, "type: system messages are not for users");
        }
        MessageBody.check(request.content.type(), request.content.body());
        return request;
    }

    /** The message of a back end, which may be a system message; see {@link #decode(Params, ClientInfo, String)}. */
    static SendMsgRequest decodeOfServer(Params params, ClientInfo client, Receiver receiver) {
        Optional<String> action = params.string("action", 1, MAX_ACTION);
        Builder builder = decode(params, client, receiver);
        Content content = builder.content;
        MessageBody.check(content.type(), content.body());
        return builder.action(action.filter(given -> content.isSystem())).build();
    }

    /**
     * The receiver that the call names.
     *
     * @throws Refusal 400 for none, two, or the sender
     */
    static Receiver receiver(Params params, String senderUid) {
        Optional<String> toUid = params.id("to_uid");
        Optional<String> groupId = params.id("group_id");
        if (toUid.isPresent() && groupId.isPresent()) {
            throw Refusal.badParam("to_uid", "not together with group_id");
        }
        if (toUid.filter(senderUid::equals).isPresent()) {
            throw Refusal.badParam("to_uid", "must not be yourself");
        }
        return toUid.<Receiver>map(Receiver.Person::new)
                .or(() -> groupId.map(Receiver.InGroup::new))
                .orElseThrow(() -> new Refusal(ErrorCode.PARAM_ERROR, "接收消息的用户id和群id最少指定一个"));
    }

    /** {@code unique_id}, if it has the right form, whatever else is wrong with the call. */
    static Optional<String> uniqueId(Params params) {
        return Optional.ofNullable(params.json().path("unique_id").textValue())
                .filter(text -> !text.isEmpty() && text.length() <= Params.MAX_UNIQUE_ID);
    }

    /** {@code appId}, or the client's own app; one of them is required. */
    public static String appId(Params params, ClientInfo client) {
        return params.string("appId", 0, MAX_APP_ID)
                .filter(id -> !id.isEmpty())
                .or(client::appId)
                .orElseThrow(() -> params.missing("appId"));
    }

    /** The same message to another user, with another unique id. */
    SendMsgRequest toOther(Receiver other, String otherUniqueId) {
        return to(other, appId, content)
                .action(action)
                .aboutMsgId(aboutMsgId)
                .clientCreateTime(clientCreateTime)
                .uniqueId(Optional.of(otherUniqueId))
                .callUid(callUid)
                .build();
    }

    private static Builder decode(Params params, ClientInfo client, Receiver receiver) {
        String appId = appId(params, client);
        MessageType type = MessageType.of(params.requiredId("type"))
                .orElseThrow(() -> Refusal.badParam("type", "no known type of message"));
        params.bool("isRetries");
        return to(receiver, appId, new Content(type, params.requiredAny("body")))
                .aboutMsgId(params.id("about_msg_id"))
                .clientCreateTime(params.number("client_create_time"))
                .uniqueId(params.uniqueId())
                .callUid(params.strings("call_uid", MAX_CALL_UIDS));
    }

    /** Adds what is optional, by name. */
    public static final class Builder {
        private final Receiver receiver;
        private final String appId;
        private final Content content;
        private Optional<String> action = Optional.empty();
        private Optional<String> aboutMsgId = Optional.empty();
        private Optional<JsonNode> clientCreateTime = Optional.empty();
        private Optional<String> uniqueId = Optional.empty();
        private List<String> callUid = List.of();

        private Builder(Receiver receiver, String appId, Content content) {
            this.receiver = receiver;
            this.appId = appId;
            this.content = content;
        }

        public Builder action(Optional<String> value) {
            action = value;
            return this;
        }

        public Builder aboutMsgId(Optional<String> value) {
            aboutMsgId = value;
            return this;
        }

        public Builder clientCreateTime(Optional<JsonNode> value) {
            clientCreateTime = value;
            return this;
        }

        public Builder uniqueId(Optional<String> value) {
            uniqueId = value;
            return this;
        }

        public Builder callUid(List<String> value) {
            callUid = value;
            return this;
        }

        public SendMsgRequest build() {
            return new SendMsgRequest(
                    receiver, appId, content, action, aboutMsgId, clientCreateTime, uniqueId, callUid);
        }
    }
}
