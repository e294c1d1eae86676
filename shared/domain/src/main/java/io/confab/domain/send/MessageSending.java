package io.confab.domain.send;

import io.confab.domain.context.UserContext;
import io.confab.domain.context.UserContexts;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.ConversationIds;
import io.confab.domain.conversation.ConversationRepository;
import io.confab.domain.conversation.Heads;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.message.Mentions;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageLog;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.message.Position;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.Pushes;
import io.confab.domain.storage.FreeJson;
import io.confab.domain.user.Caller;
import io.confab.domain.user.Profile;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * sendMsg: checks the right to talk, stores the message, moves the heads, pushes (contract section 3).
 *
 * <p>The insert in {@link MessageLog} is the commit point. If the process dies after it, a repeat with the same {@code
 * unique_id} finishes head and push; without a repeat, the next list mends the head. A repeat returns the first message and
 * finishes only what is not recorded as done. Commands: single chat 3, 4 where a push must be remembered for a repeat; group 3.
 */
@Singleton
public class MessageSending {
    private static final long ACTIVE_TIME_STEP = Duration.ofHours(1).toMillis();

    private final UserContexts contexts;
    private final ConversationControl control;
    private final ConversationRepository conversations;
    private final GroupMemberRepository members;
    private final MessageRepository messages;
    private final UserRepository users;
    private final MessageLog log;
    private final Heads heads;
    private final MessagePushes messagePushes;
    private final Pushes pushes;
    private final Clock clock;

    MessageSending(
            UserContexts contexts,
            ConversationControl control,
            ConversationRepository conversations,
            GroupMemberRepository members,
            MessageRepository messages,
            UserRepository users,
            MessageLog log,
            Heads heads,
            MessagePushes messagePushes,
            Pushes pushes,
            Clock clock) {
        this.contexts = contexts;
        this.control = control;
        this.conversations = conversations;
        this.members = members;
        this.messages = messages;
        this.users = users;
        this.log = log;
        this.heads = heads;
        this.messagePushes = messagePushes;
        this.pushes = pushes;
        this.clock = clock;
    }

    /**
     * Stores and pushes a message, or returns the one that an earlier call of the same sender and {@code unique_id} stored.
     *
     * @throws Refusal when the bearer may not call, the receiver does not exist, or talking there is not allowed
     */
    public Message send(TokenBearer bearer, SendMsgRequest request) {
        return request.groupId().isPresent()
                ? sendToGroup(bearer, request, request.groupId().get())
                : sendToUser(bearer, request, request.toUid().orElseThrow());
    }

    /**
     * The message that an earlier call stored under this {@code unique_id}, finished if it was not.
     *
     * @throws Refusal when the bearer may not call
     */
    public Optional<Message> findRepeat(TokenBearer bearer, String uniqueId) {
        Optional<Message> first = log.findRepeat(bearer.uid(), uniqueId);
        if (first.isPresent() && bearer.caller().isEmpty()) {
            bearer.admit(users.findOne(bearer.uid()));
        }
        first.ifPresent(this::finish);
        return first;
    }

    private Message sendToUser(TokenBearer bearer, SendMsgRequest request, String toUid) {
        String uid = bearer.uid();
        String conversationId = ConversationIds.single(uid, toUid);
        Map<String, UserContext> sides = contexts.single(List.of(uid, toUid), conversationId);
        Caller caller = bearer.admit(Optional.ofNullable(sides.get(uid)));
        if (!sides.containsKey(toUid)) {
            throw new Refusal(ErrorCode.USER_NOT_FOUND, "to_uid: no such user");
        }
        control.requireAllowed(uid, toUid);
        if (sides.get(toUid).conversation().filter(Conversation::isBlocking).isPresent()) {
            throw new Refusal(ErrorCode.BLOCKED, "to_uid: they do not want messages from you");
        }
        Message draft = draft(caller, request, conversationId);
        draft.toUid = toUid;
        draft.callUid = mentioned(request.callUid(), Set.of(uid, toUid), false);
        if (sides.values().stream().anyMatch(side -> side.conversation().isEmpty())) {
            conversations.createSingle(uid, toUid, clock.millis());
        }
        Position hint =
                sides.get(uid).conversation().map(Conversation::position).orElse(Position.EMPTY);
        MessageLog.Appended appended = log.append(draft, hint);
        Message message = appended.message();
        if (appended.repeat()) {
            finish(message);
            return message;
        }
        heads.advance(message);
        pushSingle(message, sides);
        return message;
    }

    private Message sendToGroup(TokenBearer bearer, SendMsgRequest request, String groupId) {
        UserContext context = contexts.group(bearer.uid(), groupId).orElse(null);
        Caller caller = bearer.admit(Optional.ofNullable(context));
        Group group = context.group()
                .filter(found -> !found.isDissolved())
                .orElseThrow(() -> new Refusal(ErrorCode.GROUP_NOT_FOUND, "group_id: no such group"));
        GroupMember member = context.member()
                .orElseThrow(() -> new Refusal(ErrorCode.NOT_GROUP_MEMBER, "you are not a member of this group"));
        requireVoice(group, member);
        Message draft = draft(caller, request, ConversationIds.group(groupId));
        draft.groupId = groupId;
        draft.callUid = mentionedMembers(request.callUid(), groupId, member.isManager());
        MessageLog.Appended appended = log.append(draft, group.position());
        Message message = appended.message();
        if (appended.repeat()) {
            finish(message);
            return message;
        }
        heads.advance(message);
        pushes.fanOut(messagePushes.group(message, caller.profile(), List.of()));
        if (member.activeTime == null || member.activeTime < message.createTime - ACTIVE_TIME_STEP) {
            members.touch(member.id, message.createTime);
        }
        return message;
    }

    /**
     * Appends a system message to a group and starts its fan-out; once for each {@code unique_id} of the draft.
     *
     * @param extraUids people who are no longer members and hear it too
     */
    public Message sendSystem(Message draft, Position hint, Profile actor, List<String> extraUids) {
        Message message = log.append(draft, hint).message();
        heads.advance(message);
        pushes.fanOut(messagePushes.group(message, actor, extraUids));
        return message;
    }

    /** Finishes what an earlier, perhaps interrupted call left undone; every step is harmless when it was done. */
    private void finish(Message message) {
        heads.advance(message);
        if (message.revoked) {
            return;
        }
        if (message.isGroup()) {
            contexts.single(List.of(message.fromUid), message.conversationId).values().stream()
                    .findFirst()
                    .ifPresent(sender -> pushes.fanOut(messagePushes.group(message, Profile.of(sender), List.of())));
        } else if (message.pushed == null) {
            pushSingle(message, contexts.single(List.of(message.fromUid, message.toUid), message.conversationId));
        }
    }

    private void pushSingle(Message message, Map<String, UserContext> sides) {
        if (!sides.containsKey(message.fromUid)) {
            return;
        }
        List<DevicePush> devicePushes = messagePushes.single(message, sides);
        pushes.deliver(devicePushes);
        boolean mayBeRepeated = message.uniqueId != null;
        if (mayBeRepeated && !devicePushes.isEmpty()) {
            messages.markPushed(message.id);
        }
    }

    private Message draft(Caller caller, SendMsgRequest request, String conversationId) {
        request.aboutMsgId().ifPresent(id -> requireInConversation(id, conversationId));
        Message draft = new Message();
        draft.conversationId = conversationId;
        draft.type = request.type().wireName();
        draft.body = FreeJson.toBson(request.body());
        draft.fromUid = caller.uid();
        draft.appid = request.appId();
        draft.senderAppid = caller.client().appId().orElse(request.appId());
        draft.senderDeviceId = caller.client().deviceId().orElse(null);
        draft.uniqueId = request.uniqueId().orElse(null);
        draft.aboutMsgId = request.aboutMsgId().orElse(null);
        draft.clientCreateTime =
                request.clientCreateTime().map(FreeJson::toBson).orElse(null);
        return draft;
    }

    private void requireInConversation(String messageId, String conversationId) {
        Optional<Message> about = messages.findOne(messageId);
        if (about.filter(message -> message.conversationId.equals(conversationId))
                .isEmpty()) {
            throw new Refusal(ErrorCode.MESSAGE_NOT_FOUND, "about_msg_id: no such message in this conversation");
        }
    }

    private static void requireVoice(Group group, GroupMember member) {
        boolean muted = member.isMuted() || Boolean.TRUE.equals(group.muteAllMembers);
        if (muted && !member.isManager()) {
            throw new Refusal(ErrorCode.MUTED, "你已被禁言");
        }
    }

    private List<String> mentionedMembers(List<String> callUid, String groupId, boolean mayCallAll) {
        if (callUid.isEmpty()) {
            return null;
        }
        Set<String> known = new HashSet<>();
        Set<String> asked = new LinkedHashSet<>(callUid);
        asked.remove(Mentions.ALL);
        if (!asked.isEmpty()) {
            members.findAll(groupId, asked).forEach(member -> known.add(member.userId));
        }
        return mentioned(callUid, known, mayCallAll);
    }

    private static List<String> mentioned(List<String> callUid, Set<String> known, boolean mayCallAll) {
        if (callUid.contains(Mentions.ALL) && !mayCallAll) {
            throw new Refusal(ErrorCode.NO_PERMISSION, "call_uid: only a group's creator and admins may call all");
        }
        List<String> mentioned = callUid.stream()
                .distinct()
                .filter(uid -> uid.equals(Mentions.ALL) || known.contains(uid))
                .toList();
        return mentioned.isEmpty() ? null : mentioned;
    }
}
