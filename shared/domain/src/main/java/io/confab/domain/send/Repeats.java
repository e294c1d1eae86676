package io.confab.domain.send;

import io.confab.domain.message.Message;
import io.confab.domain.message.MessageLog;
import io.confab.domain.message.NameSpace;
import io.confab.domain.send.MessageSending.Outgoing;
import io.confab.domain.storage.FreeJson;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds what was stored under names that are no client's: under their own key, and under a client's, where they stood until
 * names had spaces (contract section 10).
 *
 * <p>Under a client's key only what the server stored counts. A system message is the server's, as no client sends one; what a
 * client named since then says so ({@code client_named}); of the rest, what says the very same to the same people counts:
 * whoever stored it, it is there.
 */
@Singleton
class Repeats {
    private final MessageLog log;

    Repeats(MessageLog log) {
        this.log = log;
    }

    /** What stands under the client's keys of what is to be sent, by key; nothing is read for clients' own names. */
    Map<String, Message> underClientKeys(List<Outgoing> outgoing) {
        List<String> keys = new ArrayList<>();
        outgoing.stream().filter(each -> each.names() != NameSpace.CLIENT).forEach(each -> each.requests()
                .forEach(request -> request.uniqueId()
                        .ifPresent(name -> keys.add(
                                NameSpace.CLIENT.key(each.destination().sender().uid(), name)))));
        Map<String, Message> found = new HashMap<>();
        log.findRepeats(keys).forEach(message -> found.put(message.sendKey, message));
        return found;
    }

    /** An announcement that stands under a client's key. */
    Optional<Message> findAnnouncement(Message draft) {
        return log.findRepeats(List.of(NameSpace.CLIENT.key(draft.fromUid, draft.uniqueId))).stream()
                .filter(Message::isSystem)
                .findFirst();
    }

    /** Whether what stands under a client's key is the server's and counts as this. */
    static boolean counts(Message stored, SendMsgRequest request) {
        return stored.isSystem()
                || (isOfBefore(stored)
                        && stored.type.equals(request.type().wireName())
                        && FreeJson.toBson(request.body()).equals(stored.body)
                        && request.toUid().equals(Optional.ofNullable(stored.toUid))
                        && request.groupId().equals(Optional.ofNullable(stored.groupId)));
    }

    /** The message that this request made; it may say something else by now. */
    Optional<Message> find(NameSpace space, String fromUid, SendMsgRequest request) {
        String name = request.uniqueId().orElseThrow();
        return Optional.ofNullable(find(space, fromUid, List.of(name), stored -> counts(stored, request))
                .get(name));
    }

    /** What a user's own earlier call made under these derived names, by name. */
    Map<String, Message> findDerived(String fromUid, Collection<String> names) {
        return find(NameSpace.DERIVED, fromUid, names, Repeats::isOfBefore);
    }

    private Map<String, Message> find(
            NameSpace space, String fromUid, Collection<String> names, Predicate<Message> counts) {
        List<String> keys = new ArrayList<>();
        names.forEach(name -> keys.addAll(List.of(space.key(fromUid, name), NameSpace.CLIENT.key(fromUid, name))));
        Map<String, Message> byKey = new HashMap<>();
        log.findRepeats(keys).forEach(message -> byKey.put(message.sendKey, message));
        Map<String, Message> byName = new HashMap<>();
        for (String name : names) {
            Optional.ofNullable(byKey.get(space.key(fromUid, name)))
                    .or(() -> Optional.ofNullable(byKey.get(NameSpace.CLIENT.key(fromUid, name)))
                            .filter(counts))
                    .ifPresent(stored -> byName.put(name, stored));
        }
        return byName;
    }

    private static boolean isOfBefore(Message stored) {
        return !Boolean.TRUE.equals(stored.clientNamed);
    }
}
