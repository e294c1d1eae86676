package io.confab.domain.send;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.ids.DerivedIds;
import io.confab.domain.json.Params;
import io.confab.domain.message.Mentions;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageType;
import io.confab.domain.message.NameSpace;
import io.confab.domain.send.MessageSending.Outgoing;
import io.confab.domain.user.ClientInfo;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private final Repeats repeats;
    private final UserRepository users;

    ServerSending(Destinations destinations, MessageSending sending, Repeats repeats, UserRepository users) {
        this.destinations = destinations;
        this.sending = sending;
        this.repeats = repeats;
        this.users = users;
    }

    /** The result for one receiver: stored, or refused. */
    public record Outcome(String toUid, Optional<Message> message, Optional<Refusal> refusal) {}

    /**
     * Sends one message; a repeat returns the first.
     *
     * @throws Refusal if it may not be sent and was not sent before
     */
    public Message send(ClientInfo client, Params params) {
        String fromUid = params.requiredId("from_uid");
        SendMsgRequest request = SendMsgRequest.decodeOfServer(params, client, fromUid, params.id("to_uid"));
        if (request.uniqueId().isEmpty()) {
            throw params.missing("unique_id");
        }
        try {
            Speaker speaker = speaker(fromUid, client, request);
            Destination destination = request.groupId()
                    .map(groupId -> destinations.group(speaker, groupId))
                    .orElseGet(() -> destinations.user(speaker, request.toUid().orElseThrow()));
            return sending.sendAll(List.of(new Outgoing(destination, List.of(request), NameSpace.SERVER)))
                    .get(0);
        } catch (Refusal e) {
            Message first = repeats.find(NameSpace.SERVER, fromUid, request).orElseThrow(() -> e);
            sending.finish(List.of(first));
            return first;
        }
    }

    /**
     * Sends the same to each of the receivers, as separate messages; returns the result for each, in their order. If one
     * receiver is refused, the others still get theirs.
     *
     * @throws Refusal if the call itself is wrong, or {@code from_uid} may not send
     */
    public List<Outcome> sendToEach(ClientInfo client, Params params) {
        String fromUid = params.requiredId("from_uid");
        List<String> toUids =
                params.strings("to_uids", MAX_RECEIVERS).stream().distinct().toList();
        String uniqueId = params.uniqueId().orElseThrow(() -> params.missing("unique_id"));
        requireForMany(params, toUids);
        SendMsgRequest request = SendMsgRequest.decodeOfServer(params, client, "", Optional.of(toUids.get(0)));
        if (request.callUid().contains(Mentions.ALL)) {
            throw new Refusal(ErrorCode.NO_PERMISSION, "call_uid: only a group's creator and admins may call all");
        }
        Speaker speaker = speaker(fromUid, client, request);
        speaker.admit(users.findOne(fromUid));
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        List<Outgoing> outgoing = new ArrayList<>();
        for (String toUid : toUids) {
            outcomes.put(toUid, null);
            SendMsgRequest own = request.to(toUid, DerivedIds.of("s", uniqueId, toUid));
            try {
                outgoing.add(new Outgoing(destination(speaker, toUid), List.of(own), NameSpace.DERIVED));
            } catch (Refusal e) {
                outcomes.put(toUid, repeatOrRefusal(fromUid, own, e));
            }
        }
        sending.sendAll(outgoing)
                .forEach(
                        sent -> outcomes.put(sent.toUid, new Outcome(sent.toUid, Optional.of(sent), Optional.empty())));
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

    private Destination destination(Speaker speaker, String toUid) {
        if (toUid.equals(speaker.uid())) {
            throw Refusal.badParam("to_uids", "must not be from_uid");
        }
        return destinations.user(speaker, toUid);
    }

    private Outcome repeatOrRefusal(String fromUid, SendMsgRequest request, Refusal refusal) {
        String toUid = request.toUid().orElseThrow();
        Optional<Message> first = repeats.find(NameSpace.DERIVED, fromUid, request);
        first.ifPresent(message -> sending.finish(List.of(message)));
        return new Outcome(toUid, first, first.isPresent() ? Optional.empty() : Optional.of(refusal));
    }

    private static Speaker speaker(String fromUid, ClientInfo client, SendMsgRequest request) {
        return Speaker.byServer(fromUid, client, request.type() == MessageType.SYSTEM);
    }
}
