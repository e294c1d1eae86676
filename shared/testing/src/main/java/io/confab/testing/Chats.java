package io.confab.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.confab.domain.membership.GroupInvitations;
import io.confab.domain.membership.GroupLeaving;
import io.confab.domain.membership.GroupRequest;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageType;
import io.confab.domain.readmark.ReadMarks;
import io.confab.domain.revoke.MessageRevoking;
import io.confab.domain.send.Content;
import io.confab.domain.send.MessageSending;
import io.confab.domain.send.Receiver;
import io.confab.domain.send.SendMsgRequest;
import io.confab.domain.user.Caller;
import io.confab.domain.user.ClientInfo;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Prepares the state before a test, through the domain's services: messages, groups, revokes, read marks. */
@Singleton
public class Chats {
    private static final long FAR_FUTURE = 4_102_444_800_000L;
    private static final ClientInfo CLIENT =
            new ClientInfo(Optional.of(Users.APP), Optional.of("fixture-device"), Optional.of("web"));

    private final MessageSending sending;
    private final GroupInvitations invitations;
    private final GroupLeaving leaving;
    private final MessageRevoking revoking;
    private final ReadMarks marks;
    private final UserRepository users;

    Chats(
            MessageSending sending,
            GroupInvitations invitations,
            GroupLeaving leaving,
            MessageRevoking revoking,
            ReadMarks marks,
            UserRepository users) {
        this.sending = sending;
        this.invitations = invitations;
        this.leaving = leaving;
        this.revoking = revoking;
        this.marks = marks;
        this.users = users;
    }

    /** A text from one user to another. */
    public Message text(String fromUid, String toUid, String text) {
        return send(fromUid, to(new Receiver.Person(toUid), text));
    }

    /** A text to a group, with mentions. */
    public Message textToGroup(String fromUid, String groupId, String text, String... callUid) {
        return send(fromUid, to(new Receiver.InGroup(groupId), text).callUid(List.of(callUid)));
    }

    /** A text to a group under a name of its sender's choice. */
    public Message namedTextToGroup(String fromUid, String groupId, String uniqueId, String text) {
        return send(fromUid, to(new Receiver.InGroup(groupId), text).uniqueId(Optional.of(uniqueId)));
    }

    private Message send(String fromUid, SendMsgRequest.Builder request) {
        return sending.send(bearer(fromUid), request.build()).answer();
    }

    /** A new group; its join notice is message 1. Returns its id. */
    public String group(String creatorUid, String... memberUids) {
        return invite(creatorUid, Optional.empty(), Optional.of("Group of " + creatorUid), memberUids);
    }

    /** Brings people into a group. */
    public void invite(String uid, String groupId, String... uids) {
        invite(uid, Optional.of(groupId), Optional.empty(), uids);
    }

    private String invite(String uid, Optional<String> groupId, Optional<String> name, String... uids) {
        GroupRequest request = new GroupRequest(
                groupId, List.of(uids), name, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        return invitations.invite(caller(uid), request).groupId();
    }

    public void leave(String uid, String groupId) {
        leaving.exit(caller(uid), groupId);
    }

    private Caller caller(String uid) {
        return new Caller(users.findOne(uid).orElseThrow(), CLIENT);
    }

    public void revoke(String uid, Message message) {
        revoking.revoke(bearer(uid), message.id);
    }

    /** Marks a conversation read. */
    public void read(String uid, String conversationId) {
        marks.clear(bearer(uid), conversationId, OptionalLong.empty());
    }

    private static SendMsgRequest.Builder to(Receiver receiver, String text) {
        return SendMsgRequest.to(
                receiver, Users.APP, new Content(MessageType.TEXT, JsonNodeFactory.instance.textNode(text)));
    }

    private static TokenBearer bearer(String uid) {
        return new TokenBearer(uid, "fixture", System.currentTimeMillis() / 1000, FAR_FUTURE, CLIENT);
    }
}
