package io.confab.domain.send;

import io.confab.domain.error.Refusal;
import io.confab.domain.json.Params;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageLog;
import io.confab.domain.message.NameSpace;
import io.confab.domain.message.Position;
import io.confab.domain.push.DevicePush;
import io.confab.domain.rate.Permit;
import io.confab.domain.user.Admitted;
import io.confab.domain.user.Caller;
import io.confab.domain.user.Profile;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * sendMsg: checks the right to write, stores the message, moves the heads, pushes (docs/api/messages.md#sendmsg).
 *
 * <p>The insert in {@link MessageLog} is the commit point. If the process dies after it, a repeat with the same {@code
 * unique_id} completes head and push; without a repeat, the next list brings the head up to date. A repeat returns the first
 * message, and pushes it again. Commands: 3.
 */
@Singleton
public class MessageSending {
    private final Destinations destinations;
    private final SendPermits permits;
    private final Storing storing;
    private final Publishing publishing;
    private final RepeatedCalls repeatedCalls;
    private final Repeats repeats;
    private final MessageLog log;
    private final UserRepository users;

    MessageSending(
            Destinations destinations,
            SendPermits permits,
            Storing storing,
            Publishing publishing,
            RepeatedCalls repeatedCalls,
            Repeats repeats,
            MessageLog log,
            UserRepository users) {
        this.destinations = destinations;
        this.permits = permits;
        this.storing = storing;
        this.publishing = publishing;
        this.repeatedCalls = repeatedCalls;
        this.repeats = repeats;
        this.log = log;
        this.users = users;
    }

    /**
     * As {@link #send(TokenBearer, SendMsgRequest)}. A call of another form is refused as well only if no message of this sender
     * and {@code unique_id} is stored.
     *
     * @throws Refusal also as {@link SendMsgRequest#decode}
     */
    public Admitted<Message> send(TokenBearer bearer, Params params) {
        SendMsgRequest request;
        try {
            request = SendMsgRequest.decode(params, bearer.client(), bearer.uid());
        } catch (Refusal e) {
            Optional<String> uniqueId = SendMsgRequest.uniqueId(params);
            return bearer.admit(users.findOne(bearer.uid()), caller -> repeatedCalls
                    .earlierOr(e, () -> earlier(caller, uniqueId))
                    .get(0));
        }
        return send(bearer, request);
    }

    /**
     * Stores and pushes a message, or returns the one that an earlier call of the same sender and {@code unique_id} stored.
     *
     * @throws Refusal if the bearer may not call; unless it is a repeat, if the receiver does not exist, the sender may not
     *     write there, or a rate is exceeded
     */
    public Admitted<Message> send(TokenBearer bearer, SendMsgRequest request) {
        Approach approach = destinations.approach(bearer.uid(), request.receiver());
        return bearer.admit(approach.sender(), caller -> repeatedCalls
                .unlessRepeat(
                        () -> sendWithinRate(List.of(new Outgoing(
                                destinations.enter(approach, Speaker.of(caller)), List.of(request), NameSpace.CLIENT))),
                        () -> earlier(caller, request.uniqueId()))
                .get(0));
    }

    private List<Message> earlier(Caller caller, Optional<String> uniqueId) {
        return uniqueId.flatMap(name -> log.findRepeat(caller.uid(), name)).stream()
                .toList();
    }

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
        List<Storing.Stored> stored = new ArrayList<>();
        List<DevicePush> due = new ArrayList<>();
        Optional<Refusal> refused = Optional.empty();
        for (int i = 0; i < outgoing.size() && refused.isEmpty(); i++) {
            Destination destination = outgoing.get(i).destination();
            Storing.Stored now = storing.store(outgoing.get(i), granted);
            due.addAll(publishing.show(destination, now.fresh()));
            now.repeated().forEach(message -> due.addAll(publishing.complete(message, Optional.of(destination))));
            stored.add(now);
            refused = now.refused();
        }
        publishing.deliver(due);
        if (refused.isPresent()) {
            throw refused.get();
        }
        return stored.stream().flatMap(each -> each.all().stream()).toList();
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
        publishing.announce(message, actor, extraUids);
        return message;
    }
}
