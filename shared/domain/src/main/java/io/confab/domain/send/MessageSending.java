package io.confab.domain.send;

import io.confab.domain.context.UserContext;
import io.confab.domain.context.UserContexts;
import io.confab.domain.conversation.ConversationRepository;
import io.confab.domain.conversation.Heads;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageLog;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.message.NameSpace;
import io.confab.domain.message.Position;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.Pushes;
import io.confab.domain.rate.Permit;
import io.confab.domain.user.Profile;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * sendMsg: checks the right to write, stores the message, moves the heads, pushes (docs/api/messages.md#sendmsg).
 *
 * <p>The insert in {@link MessageLog} is the commit point. If the process dies after it, a repeat with the same {@code
 * unique_id} completes head and push; without a repeat, the next list brings the head up to date. A repeat returns the first
 * message and does only what is not recorded as done. Commands: 3 for a single chat, 4 if a push must be recorded for a repeat;
 * 3 for a group.
 */
@Singleton
public class MessageSending {
    private static final long ACTIVE_TIME_STEP = Duration.ofHours(1).toMillis();

    private final Destinations destinations;
    private final UserContexts contexts;
    private final ConversationRepository conversations;
    private final GroupMemberRepository members;
    private final MessageRepository messages;
    private final UserRepository users;
    private final MessageLog log;
    private final Repeats repeats;
    private final Heads heads;
    private final MessagePushes messagePushes;
    private final Pushes pushes;
    private final SendPermits permits;
    private final Drafts drafts;
    private final Clock clock;

    MessageSending(
            Destinations destinations,
            UserContexts contexts,
            ConversationRepository conversations,
            GroupMemberRepository members,
            MessageRepository messages,
            UserRepository users,
            MessageLog log,
            Repeats repeats,
            Heads heads,
            MessagePushes messagePushes,
            Pushes pushes,
            SendPermits permits,
            Drafts drafts,
            Clock clock) {
        this.destinations = destinations;
        this.contexts = contexts;
        this.conversations = conversations;
        this.members = members;
        this.messages = messages;
        this.users = users;
        this.log = log;
        this.repeats = repeats;
        this.heads = heads;
        this.messagePushes = messagePushes;
        this.pushes = pushes;
        this.permits = permits;
        this.drafts = drafts;
        this.clock = clock;
    }

    /**
     * Stores and pushes a message, or returns the one that an earlier call of the same sender and {@code unique_id} stored.
     *
     * @throws Refusal if the bearer may not call, the receiver does not exist, the sender may not write there, or a rate is
     *     exceeded
     */
    public Message send(TokenBearer bearer, SendMsgRequest request) {
        Speaker speaker = Speaker.of(bearer);
        Destination destination = request.groupId()
                .map(groupId -> destinations.group(speaker, groupId))
                .orElseGet(() -> destinations.user(speaker, request.toUid().orElseThrow()));
        return sendWithinRate(List.of(new Outgoing(destination, List.of(request), NameSpace.CLIENT)))
                .get(0);
    }

    /**
     * The message that an earlier call stored under this {@code unique_id}, completed if it was not.
     *
     * @throws Refusal when the bearer may not call
     */
    public Optional<Message> findRepeat(TokenBearer bearer, String uniqueId) {
        Optional<Message> first = log.findRepeat(bearer.uid(), uniqueId);
        if (first.isPresent() && bearer.caller().isEmpty()) {
            bearer.admit(users.findOne(bearer.uid()));
        }
        first.ifPresent(message -> finish(List.of(message)));
        return first;
    }

    /**
     * The messages to one conversation, in this order.
     *
     * @param names who chose the requests' unique ids
     */
    record Outgoing(Destination destination, List<SendMsgRequest> requests, NameSpace names) {}

    /**
     * As {@link #sendAll}, for a user, within the rates of the sender and the groups.
     *
     * @throws Refusal {@code rate-limited}, 400 as in {@link SendPermits#take}
     */
    List<Message> sendWithinRate(List<Outgoing> outgoing) {
        SendPermits.Granted granted = permits.take(outgoing);
        try {
            return sendAll(outgoing, granted);
        } finally {
            granted.permits().forEachRemaining(Permit::giveBack);
        }
    }

    /**
     * Stores and pushes messages in the order given, each once for its {@code unique_id}; returns them in that order. The right
     * to write has been checked; other refusals (for a reply or a mention) come before the message in question is stored. If
     * the process dies in between, a repeat completes it: stored messages are found by their {@code unique_id}.
     */
    List<Message> sendAll(List<Outgoing> outgoing) {
        return sendAll(outgoing, SendPermits.Granted.unlimited(repeats.find(outgoing)));
    }

    private List<Message> sendAll(List<Outgoing> outgoing, SendPermits.Granted granted) {
        Outcome outcome = new Outcome();
        Optional<Refusal> refused = Optional.empty();
        for (Iterator<Outgoing> rest = outgoing.iterator(); rest.hasNext() && refused.isEmpty(); ) {
            Outgoing each = rest.next();
            List<Message> fresh = new ArrayList<>();
            try {
                store(each, granted, fresh, outcome);
            } catch (Refusal e) {
                // The messages that were stored before it must still be visible and pushed.
                refused = Optional.of(e);
            }
            show(each.destination(), fresh, outcome.due);
        }
        deliver(outcome.due);
        finish(outcome.repeated);
        refused.ifPresent(e -> {
            throw e;
        });
        return outcome.sent;
    }

    /** What a call has done so far. */
    private static final class Outcome {
        /** All messages, in the order asked for. */
        private final List<Message> sent = new ArrayList<>();

        /** The messages that an earlier call stored. */
        private final List<Message> repeated = new ArrayList<>();

        private final Due due = new Due();
    }

    /** Pushes to be delivered, and the messages that record it. */
    private static final class Due {
        private final List<DevicePush> pushes = new ArrayList<>();
        private final List<Message> recorded = new ArrayList<>();
    }

    private void show(Destination destination, List<Message> fresh, Due due) {
        if (fresh.isEmpty()) {
            return;
        }
        Message last = fresh.get(fresh.size() - 1);
        for (Message message : fresh) {
            if (message == last || message.callUid != null) {
                heads.advance(message);
            }
            if (destination.isGroup()) {
                pushes.fanOut(messagePushes.group(message, destination.sender().profile(), List.of()));
            } else {
                addPushes(message, destination.sides(), due);
            }
        }
        destination.member().ifPresent(member -> touch(member, last));
    }

    /**
     * Appends the messages that are not stored yet.
     *
     * @param fresh receives the appended messages, also when a later one is refused
     */
    private void store(Outgoing outgoing, SendPermits.Granted granted, List<Message> fresh, Outcome outcome) {
        Destination destination = outgoing.destination();
        Position hint = destination.hint();
        int groupMessages = granted.missing(outgoing.requests());
        for (SendMsgRequest request : outgoing.requests()) {
            Optional<Message> first = granted.find(request);
            if (first.isPresent()) {
                outcome.sent.add(first.get());
                outcome.repeated.add(first.get());
                continue;
            }
            Message draft = drafts.draft(destination, request, outgoing.names());
            if (fresh.isEmpty() && !destination.isOpen()) {
                conversations.createSingle(draft.fromUid, destination.toUid().orElseThrow(), clock.millis());
            }
            Permit permit = granted.permits().next().forGroup(fresh.isEmpty() ? groupMessages : 0);
            MessageLog.Appended appended = log.append(draft, hint, permit);
            outcome.sent.add(appended.message());
            if (appended.repeat()) {
                outcome.repeated.add(appended.message());
            } else {
                fresh.add(appended.message());
                hint = Position.at(appended.message(), draft.fromUid, hint.time());
            }
        }
    }

    /**
     * Appends a system message to a group and starts its fan-out; once for each {@code unique_id} of the draft.
     *
     * @param extraUids former members who are reached too
     * @param isFirst whether this is certainly the first try
     */
    public Message sendSystem(Message draft, Position hint, Profile actor, List<String> extraUids, boolean isFirst) {
        Optional<Message> before = isFirst ? Optional.empty() : repeats.findAnnouncement(draft);
        Message message = before.orElseGet(() -> log.append(draft, hint).message());
        heads.advance(message);
        pushes.fanOut(messagePushes.group(message, actor, extraUids));
        return message;
    }

    /** Completes what earlier, perhaps interrupted calls left undone; every step is harmless if it was done already. */
    void finish(List<Message> stored) {
        Due due = new Due();
        for (Message message : stored) {
            heads.advance(message);
            if (message.revoked) {
                continue;
            }
            if (message.isGroup()) {
                contexts.single(List.of(message.fromUid), message.conversationId).values().stream()
                        .findFirst()
                        .ifPresent(
                                sender -> pushes.fanOut(messagePushes.group(message, Profile.of(sender), List.of())));
            } else if (message.pushed == null) {
                addPushes(
                        message, contexts.single(List.of(message.fromUid, message.toUid), message.conversationId), due);
            }
        }
        deliver(due);
    }

    private void addPushes(Message message, Map<String, UserContext> sides, Due due) {
        if (!sides.containsKey(message.fromUid)) {
            return;
        }
        List<DevicePush> own = messagePushes.single(message, sides);
        due.pushes.addAll(own);
        boolean mayBeRepeated = message.uniqueId != null;
        if (mayBeRepeated && !own.isEmpty()) {
            due.recorded.add(message);
        }
    }

    private void deliver(Due due) {
        pushes.deliver(due.pushes);
        if (!due.recorded.isEmpty()) {
            messages.markPushed(due.recorded.stream().map(message -> message.id).toList());
        }
    }

    private void touch(GroupMember member, Message newest) {
        if (member.activeTime == null || member.activeTime < newest.createTime - ACTIVE_TIME_STEP) {
            members.touch(member.id, newest.createTime);
        }
    }
}
