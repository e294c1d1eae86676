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
import java.util.stream.Stream;

/**
 * Finds what was stored under names that are no client's: under their own key, and under a client's, where they stood until
 * names had spaces (docs/rules.md#messages).
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

    /** What was stored of this before, by name; nothing is read for clients' own names. */
    Map<String, Message> find(List<Outgoing> outgoing) {
        Map<String, Message> byName = new HashMap<>();
        List<Outgoing> named = outgoing.stream()
                .filter(each -> each.names() != NameSpace.CLIENT)
                .toList();
        List<String> keys = new ArrayList<>();
        named.forEach(each -> names(each).forEach(name -> keys.addAll(keys(each, name))));
        Map<String, Message> byKey = new HashMap<>();
        log.findRepeats(keys).forEach(message -> byKey.put(message.sendKey, message));
        for (Outgoing each : named) {
            for (SendMsgRequest request : each.requests()) {
                request.uniqueId().ifPresent(name -> Optional.ofNullable(
                                byKey.get(keys(each, name).get(0)))
                        .or(() -> Optional.ofNullable(byKey.get(keys(each, name).get(1)))
                                .filter(stored -> counts(stored, request)))
                        .ifPresent(stored -> byName.put(name, stored)));
            }
        }
        return byName;
    }

    private static Stream<String> names(Outgoing outgoing) {
        return outgoing.requests().stream().flatMap(request -> request.uniqueId().stream());
    }

    /** The key under which it stands, and the one under which it stood until names had spaces. */
    private static List<String> keys(Outgoing outgoing, String name) {
        String fromUid = outgoing.destination().sender().uid();
        return List.of(outgoing.names().key(fromUid, name), NameSpace.CLIENT.key(fromUid, name));
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
