package io.confab.domain.readmark;

import io.confab.domain.context.UserContext;
import io.confab.domain.context.UserContexts;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.ConversationRepository;
import io.confab.domain.conversation.Heads;
import io.confab.domain.device.Device;
import io.confab.domain.device.DeviceRepository;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.message.ListedMessages;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.message.SpecialAbove;
import io.confab.domain.message.UnreadKeys;
import io.confab.domain.push.ControlPush;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.OwnDevices;
import io.confab.domain.push.PushContent;
import io.confab.domain.push.Pushes;
import io.confab.domain.push.Strategy;
import io.confab.domain.user.Admitted;
import io.confab.domain.user.Caller;
import io.confab.domain.user.TokenBearer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * clearUnreadCount: moves the caller's read mark forward, and tells the caller's other devices and, in a single chat, the other
 * user (docs/rules.md#unread).
 *
 * <p>The mark is moved by one guarded write and never goes back; of two calls, even at the same time, the larger mark stays. If
 * the process dies after it, the pushes are lost; the next list shows the new state. At most 5 commands, one more when a single
 * chat holds revoked messages above the mark.
 */
@Singleton
public class ReadMarks {
    private final ConversationRepository conversations;
    private final UserContexts contexts;
    private final MessageRepository messages;
    private final ListedMessages listed;
    private final DeviceRepository devices;
    private final Heads heads;
    private final Pushes pushes;
    private final Clock clock;

    ReadMarks(
            ConversationRepository conversations,
            UserContexts contexts,
            MessageRepository messages,
            ListedMessages listed,
            DeviceRepository devices,
            Heads heads,
            Pushes pushes,
            Clock clock) {
        this.conversations = conversations;
        this.contexts = contexts;
        this.messages = messages;
        this.listed = listed;
        this.devices = devices;
        this.heads = heads;
        this.pushes = pushes;
        this.clock = clock;
    }

    /**
     * Marks everything up to {@code seq} as read; by default everything. Returns whether this moved the mark.
     *
     * @throws Refusal if the bearer may not call, 403 when the conversation is not the caller's, {@code group-not-found} when the
     *     group is dissolved
     */
    public Admitted<Boolean> clear(TokenBearer bearer, String conversationId, OptionalLong seq) {
        if (ConversationIds.isGroup(conversationId)) {
            String groupId = ConversationIds.groupId(conversationId);
            Optional<UserContext> context = contexts.group(bearer.uid(), groupId);
            return bearer.admit(context, caller -> clearGroup(caller, groupId, context.orElseThrow(), seq));
        }
        Conversation mine = conversations
                .findOne(bearer.uid(), conversationId)
                .orElseThrow(() -> new Refusal(ErrorCode.NO_PERMISSION, "conversation_id: not yours"));
        Map<String, UserContext> sides = contexts.single(List.of(bearer.uid(), mine.friendUid), conversationId);
        return bearer.admit(
                Optional.ofNullable(sides.get(bearer.uid())), caller -> clearSingle(caller, mine, sides, seq));
    }

    private boolean clearSingle(Caller caller, Conversation mine, Map<String, UserContext> sides, OptionalLong seq) {
        long lastChange = sides.values().stream()
                .flatMap(side -> side.conversation().stream())
                .mapToLong(Conversation::lastChange)
                .max()
                .orElse(mine.lastChange());
        Optional<Message> upTo = messageAt(mine.conversationId, mine.headSeq(), lastChange, seq);
        if (upTo.isEmpty()) {
            return false;
        }
        Message last = upTo.get();
        long countFromOther = last.n - last.countBy(caller.uid());
        if (!move(mine, lastChange, last, countFromOther)) {
            return false;
        }
        if (anyUnread(mine, last, countFromOther)) {
            tell(caller, mine, sides, last);
        }
        return true;
    }

    private void tell(Caller caller, Conversation mine, Map<String, UserContext> sides, Message last) {
        List<DevicePush> devicePushes =
                new ArrayList<>(ownDevices(caller, sides.get(caller.uid()).devices, mine, last));
        UserContext other = sides.get(mine.friendUid);
        if (other != null) {
            PushContent receipt =
                    new ControlPush.MessagesRead(mine.conversationId, caller.uid(), last.seq, clock.millis());
            other.devices.forEach(device -> devicePushes.add(new DevicePush(device, receipt, Strategy.ONLINE)));
        }
        pushes.deliver(devicePushes);
    }

    private boolean clearGroup(Caller caller, String groupId, UserContext context, OptionalLong seq) {
        String conversationId = ConversationIds.group(groupId);
        GroupMember member = context.member()
                .orElseThrow(() -> new Refusal(ErrorCode.NOT_GROUP_MEMBER, "you are not a member of this group"));
        Group group = context.group()
                .filter(found -> !found.isDissolved())
                .orElseThrow(() -> new Refusal(ErrorCode.GROUP_NOT_FOUND, "conversation_id: no such group"));
        Conversation mine = conversations.findOne(caller.uid(), conversationId).orElseGet(() -> {
            conversations.createForMembers(groupId, List.of(member));
            return conversations.findOne(caller.uid(), conversationId).orElseThrow();
        });
        Optional<Message> upTo = messageAt(conversationId, group.headSeq(), group.lastChange(), seq);
        if (upTo.isEmpty() || !move(mine, mine.lastChange(), upTo.get(), upTo.get().n)) {
            return false;
        }
        if (upTo.get().n > mine.readCount()) {
            pushes.deliver(ownDevices(caller, devices.findOfUser(caller.uid()), mine, upTo.get()));
        }
        return true;
    }

    /**
     * The message that the mark will point to: the one with the given number, or the newest; a head that is behind is moved
     * forward.
     */
    private Optional<Message> messageAt(String conversationId, long headSeq, long lastChange, OptionalLong wanted) {
        long target = Math.min(wanted.orElse(headSeq), headSeq);
        TreeSet<Long> seqs = new TreeSet<>(List.of(Math.max(target, 1), headSeq + 1));
        List<Message> found = messages.findBySeqKeys(
                seqs.stream().map(seq -> Message.seqKey(conversationId, seq)).toList());
        boolean headIsBehind = found.stream().anyMatch(message -> message.seq == headSeq + 1);
        if (headIsBehind && wanted.orElse(Long.MAX_VALUE) > headSeq) {
            Message newest = messages.findNewest(conversationId).orElseThrow();
            heads.advance(newest, lastChange);
            long seq = Math.min(wanted.orElse(newest.seq), newest.seq);
            return seq == newest.seq
                    ? Optional.of(newest)
                    : messages.findBySeqs(conversationId, seq, seq).stream().findFirst();
        }
        return found.stream().filter(message -> message.seq == target).findFirst();
    }

    private boolean move(Conversation mine, long lastChange, Message last, long n) {
        return mine.readMark() < last.seq && conversations.moveMark(mine, lastChange, last.seq, n);
    }

    /** Whether the single chat had an unread message, by the rule that the list counts with (docs/rules.md#unread). */
    private boolean anyUnread(Conversation mine, Message last, long countFromOther) {
        long counted = countFromOther - mine.readCount();
        if (counted <= 0) {
            return false;
        }
        Set<Long> excluded = new HashSet<>();
        if (mine.deleted != null) {
            mine.deleted.stream()
                    .filter(deleted -> deleted.countable && deleted.seq > mine.readMark())
                    .filter(deleted -> deleted.seq <= last.seq)
                    .forEach(deleted -> excluded.add(deleted.seq));
        }
        if (mine.revokedUpTo() > mine.readMark()) {
            listed
                    .findSpecialAbove(List.of(
                            new SpecialAbove(List.of(UnreadKeys.revoked(mine.conversationId)), mine.readMark())))
                    .stream()
                    .filter(message -> message.seq <= last.seq && !message.fromUid.equals(mine.userId))
                    .forEach(message -> excluded.add(message.seq));
        }
        return counted > excluded.size();
    }

    private static List<DevicePush> ownDevices(Caller caller, List<Device> devices, Conversation mine, Message last) {
        return OwnDevices.tell(caller, devices, new ControlPush.UnreadCleared(mine.conversationId, last.seq));
    }
}
