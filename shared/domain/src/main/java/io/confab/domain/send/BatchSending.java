package io.confab.domain.send;

import io.confab.domain.error.Refusal;
import io.confab.domain.message.Message;
import io.confab.domain.message.NameSpace;
import io.confab.domain.user.Caller;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Sends several messages to several conversations; if the sender may not write to one of them, nothing is sent. */
@Singleton
public class BatchSending {
    private final Destinations destinations;
    private final MessageSending sending;
    private final Repeats repeats;

    BatchSending(Destinations destinations, MessageSending sending, Repeats repeats) {
        this.destinations = destinations;
        this.sending = sending;
        this.repeats = repeats;
    }

    /**
     * Sends all contents, whose form has been checked, to all receivers; the right to write to each of them is checked before
     * anything is stored. If the process dies in between, a repeat completes it.
     *
     * @param uniqueIds the contents' unique ids in a conversation, in their order
     * @return what is stored, by receiver and then in the order of the contents
     * @throws Refusal as sendMsg
     */
    public List<Message> send(
            Caller caller,
            List<Receiver> receivers,
            String appId,
            List<Content> contents,
            Function<String, List<Optional<String>>> uniqueIds) {
        Speaker speaker = Speaker.of(caller);
        List<Destination> open = receivers.stream()
                .map(receiver -> destinations.enter(destinations.approach(caller.uid(), receiver), speaker))
                .toList();
        return sending.sendWithinRate(open.stream()
                .map(destination -> new Outgoing(
                        destination,
                        requests(
                                destination.receiver(), appId, contents, uniqueIds.apply(destination.conversationId())),
                        NameSpace.DERIVED))
                .toList());
    }

    /** The messages that an earlier call stored under these unique ids, in their order; empty unless it stored all of them. */
    public List<Message> findEarlier(String uid, List<Optional<String>> uniqueIds) {
        List<String> ids = uniqueIds.stream().flatMap(Optional::stream).toList();
        Map<String, Message> found = repeats.findDerived(uid, ids);
        return found.size() < ids.size()
                ? List.of()
                : ids.stream().map(found::get).toList();
    }

    private static List<SendMsgRequest> requests(
            Receiver receiver, String appId, List<Content> contents, List<Optional<String>> uniqueIds) {
        List<SendMsgRequest> requests = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            requests.add(SendMsgRequest.to(receiver, appId, contents.get(i))
                    .uniqueId(uniqueIds.get(i))
                    .build());
        }
        return requests;
    }
}
