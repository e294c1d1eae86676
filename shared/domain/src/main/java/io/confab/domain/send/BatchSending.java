package io.confab.domain.send;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.error.Refusal;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageType;
import io.confab.domain.message.NameSpace;
import io.confab.domain.send.MessageSending.Outgoing;
import io.confab.domain.user.TokenBearer;
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

    /** The content of one message, whose form has been checked. */
    public record Content(MessageType type, JsonNode body) {}

    /**
     * Sends all contents to all receivers; the right to write to each of them is checked before anything is stored. If the
     * process dies in between, a repeat completes it.
     *
     * @param uniqueIds the contents' unique ids in a conversation, in their order
     * @return what is stored, by receiver and then in the order of the contents
     * @throws Refusal as sendMsg
     */
    public List<Message> send(
            TokenBearer bearer,
            List<String> toUids,
            List<String> groupIds,
            String appId,
            List<Content> contents,
            Function<String, List<Optional<String>>> uniqueIds) {
        Speaker speaker = Speaker.of(bearer);
        List<Destination> open = new ArrayList<>();
        toUids.forEach(toUid -> open.add(destinations.user(speaker, toUid)));
        groupIds.forEach(groupId -> open.add(destinations.group(speaker, groupId)));
        return sending.sendWithinRate(open.stream()
                .map(destination -> new Outgoing(
                        destination,
                        requests(destination, appId, contents, uniqueIds.apply(destination.conversationId())),
                        NameSpace.DERIVED))
                .toList());
    }

    /**
     * The messages that an earlier call stored under these unique ids, completed, in their order; empty unless it stored all of
     * them.
     */
    public Optional<List<Message>> findRepeats(String uid, List<Optional<String>> uniqueIds) {
        List<String> ids = uniqueIds.stream().flatMap(Optional::stream).toList();
        Map<String, Message> found = repeats.findDerived(uid, ids);
        if (ids.isEmpty() || found.size() < ids.size()) {
            return Optional.empty();
        }
        List<Message> stored = ids.stream().map(found::get).toList();
        sending.finish(stored);
        return Optional.of(stored);
    }

    private static List<SendMsgRequest> requests(
            Destination destination, String appId, List<Content> contents, List<Optional<String>> uniqueIds) {
        List<SendMsgRequest> requests = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            requests.add(new SendMsgRequest(
                    appId,
                    destination.toUid(),
                    destination.groupId(),
                    contents.get(i).type(),
                    Optional.empty(),
                    contents.get(i).body(),
                    Optional.empty(),
                    Optional.empty(),
                    uniqueIds.get(i),
                    List.of()));
        }
        return requests;
    }
}
