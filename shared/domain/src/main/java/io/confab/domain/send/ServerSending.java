package io.confab.domain.send;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.ids.DerivedIds;
import io.confab.domain.json.Params;
import io.confab.domain.message.Mentions;
import io.confab.domain.message.Message;
import io.confab.domain.message.NameSpace;
import io.confab.domain.user.ClientInfo;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * sendMsgByServer: a back end sends in the name of a user, or as the system (docs/api/server.md#sendmsgbyserver).
 *
 * <p>In the name of a user, the user's own rights apply; as the system ({@code type:"system"}), no right is required. Every
 * message has a unique id, which for many receivers is derived for each; so if the process dies, repeating the call completes
 * it and stores nothing twice.
 */
@Singleton
public class ServerSending {
    /** Maximum number of receivers of one call. */
    public static final int MAX_RECEIVERS = 500;

    private final Destinations destinations;
    private final MessageSending sending;
    private final RepeatedCalls repeatedCalls;
    private final Repeats repeats;
    private final UserRepository users;

    ServerSending(
            Destinations destinations,
            MessageSending sending,
            RepeatedCalls repeatedCalls,
            Repeats repeats,
            UserRepository users) {
        this.destinations = destinations;
        this.sending = sending;
        this.repeatedCalls = repeatedCalls;
        this.repeats = repeats;
        this.users = users;
    }

    /** The result for one receiver. */
    public sealed interface Outcome {
        /** The message is stored. */
        record Sent(Message message) implements Outcome {
            @Override
            public String toUid() {
                return message.toUid;
            }

            @Override
            public <T> T fold(Function<Sent, T> sent, Function<Refused, T> refused) {
                return sent.apply(this);
            }
        }

        /** Nothing is stored for this receiver. */
        record Refused(String toUid, Refusal refusal) implements Outcome {
            @Override
            public <T> T fold(Function<Sent, T> sent, Function<Refused, T> refused) {
                return refused.apply(this);
            }
        }

        String toUid();

        /** The result of the function for this kind of outcome. */
        <T> T fold(Function<Sent, T> sent, Function<Refused, T> refused);
    }

    /**
     * Sends one message; a repeat returns the first.
     *
     * @throws Refusal if it may not be sent and was not sent before
     */
    public Message send(ClientInfo client, Params params) {
        return send(client, params, NameSpace.SERVER);
    }

    /**
     * Sends what another program has left in the inbox; a repeat changes nothing.
     *
     * @param params as of {@link #send} or {@link #sendToEach}
     * @throws Refusal if it may not be sent and was not sent before; to several receivers: if that is so for all of them
     */
    public void sendOfInbox(Params params) {
        if (!params.has("to_uids")) {
            send(ClientInfo.UNKNOWN, params, NameSpace.INBOX);
            return;
        }
        List<Outcome> outcomes = sendToEach(ClientInfo.UNKNOWN, params, "inbox");
        boolean allRefused = outcomes.stream().allMatch(Outcome.Refused.class::isInstance);
        if (allRefused) {
            throw ((Outcome.Refused) outcomes.get(0)).refusal();
        }
    }

    private Message send(ClientInfo client, Params params, NameSpace names) {
        String fromUid = params.requiredId("from_uid");
        SendMsgRequest request =
                SendMsgRequest.decodeOfServer(params, client, SendMsgRequest.receiver(params, fromUid));
        if (request.uniqueId().isEmpty()) {
            throw params.missing("unique_id");
        }
        return repeatedCalls
                .unlessRepeat(
                        () -> {
                            Approach approach = destinations.approach(fromUid, request.receiver());
                            Speaker speaker = Speaker.byServer(
                                    approach.sender(), client, request.content().isSystem());
                            return sending.sendAll(List.of(
                                    new Outgoing(destinations.enter(approach, speaker), List.of(request), names)));
                        },
                        () -> repeats.find(names, fromUid, request).stream().toList())
                .get(0);
    }

    /**
     * Sends the same to each of the receivers, as separate messages; returns the result for each, in their order. If one
     * receiver is refused, the others still get theirs.
     *
     * @throws Refusal if the call itself is wrong, or {@code from_uid} may not send
     */
    public List<Outcome> sendToEach(ClientInfo client, Params params) {
        return sendToEach(client, params, "s");
    }

    private List<Outcome> sendToEach(ClientInfo client, Params params, String kind) {
        String fromUid = params.requiredId("from_uid");
        List<String> toUids =
                params.strings("to_uids", MAX_RECEIVERS).stream().distinct().toList();
        String uniqueId = params.uniqueId().orElseThrow(() -> params.missing("unique_id"));
        requireForMany(params, toUids);
        SendMsgRequest request = SendMsgRequest.decodeOfServer(params, client, new Receiver.Person(toUids.get(0)));
        if (request.callUid().contains(Mentions.ALL)) {
            throw new Refusal(ErrorCode.NO_PERMISSION, "call_uid: only a group's creator and admins may call all");
        }
        Speaker speaker = Speaker.byServer(
                users.findOne(fromUid), client, request.content().isSystem());
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        List<Outgoing> outgoing = new ArrayList<>();
        for (String toUid : toUids) {
            outcomes.put(toUid, null);
            SendMsgRequest own = request.toOther(new Receiver.Person(toUid), DerivedIds.of(kind, uniqueId, toUid));
            try {
                repeatedCalls
                        .unlessRepeat(
                                () -> {
                                    outgoing.add(outgoing(speaker, toUid, own));
                                    return List.of();
                                },
                                () -> repeats.find(NameSpace.DERIVED, fromUid, own).stream()
                                        .toList())
                        .forEach(earlier -> outcomes.put(toUid, new Outcome.Sent(earlier)));
            } catch (Refusal e) {
                outcomes.put(toUid, new Outcome.Refused(toUid, e));
            }
        }
        sending.sendAll(outgoing).forEach(sent -> outcomes.put(sent.toUid, new Outcome.Sent(sent)));
        return List.copyOf(outcomes.values());
    }

    private static void requireForMany(Params params, List<String> toUids) {
        if (toUids.isEmpty() || toUids.contains("")) {
            throw Refusal.badParam("to_uids", "must name somebody");
        }
        for (String other : List.of("to_uid", "group_id", "about_msg_id")) {
            if (params.has(other)) {
                throw Refusal.badParam(other, "not together with to_uids");
            }
        }
    }

    private Outgoing outgoing(Speaker speaker, String toUid, SendMsgRequest request) {
        if (toUid.equals(speaker.uid())) {
            throw Refusal.badParam("to_uids", "must not be from_uid");
        }
        Approach approach = destinations.approach(speaker.uid(), request.receiver());
        return new Outgoing(destinations.enter(approach, speaker), List.of(request), NameSpace.DERIVED);
    }
}
