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
 * Finds messages that were stored under names that no client chose: under their own key, and under a client's key, which was
 * used before name spaces existed (docs/rules.md#messages).
 *
 * <p>Under a client's key, only messages that the server stored count. A system message is the server's, because no client
 * sends one; newer messages that a client named are marked ({@code client_named}); of all others, one with exactly the same
 * content for the same receiver counts, whoever stored it.
 */
@Singleton
class Repeats {
    private final MessageLog log;

    Repeats(MessageLog log) {
        this.log = log;
    }

    /** The messages that were stored before, by name; nothing is read for clients' own names. */
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

    /** The key of the message, and the key that it had before name spaces existed. */
    private static List<String> keys(Outgoing outgoing, String name) {
        String fromUid = outgoing.destination().sender().uid();
        return List.of(outgoing.names().key(fromUid, name), NameSpace.CLIENT.key(fromUid, name));
    }

    /** An announcement that is stored under a client's key. */
    Optional<Message> findAnnouncement(Message draft) {
        return log.findRepeats(List.of(NameSpace.CLIENT.key(draft.fromUid, draft.uniqueId))).stream()
                .filter(Message::isSystem)
                .findFirst();
    }

    /** Whether a message under a client's key was stored by the server and counts as this one. */
    static boolean counts(Message stored, SendMsgRequest request) {
        return stored.isSystem()
                || (isOfBefore(stored)
                        && stored.type.equals(request.type().wireName())
                        && FreeJson.toBson(request.body()).equals(stored.body)
                        && request.toUid().equals(Optional.ofNullable(stored.toUid))
                        && request.groupId().equals(Optional.ofNullable(stored.groupId)));
    }

    /** The message that this request stored; it may have been changed since. */
    Optional<Message> find(NameSpace space, String fromUid, SendMsgRequest request) {
        String name = request.uniqueId().orElseThrow();
        return Optional.ofNullable(find(space, fromUid, List.of(name), stored -> counts(stored, request))
                .get(name));
    }

    /** The messages that a user's own earlier call stored under these derived names, by name. */
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
