package io.confab.domain.send;

import io.confab.domain.message.Message;
import io.confab.domain.message.MessageLog;
import io.confab.domain.message.NameSpace;
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

    /**
     * A name that may have been used before.
     *
     * @param counts whether a message under the client's key of this name counts
     */
    private record Name(NameSpace space, String fromUid, String text, Predicate<Message> counts) {
        /** Names of the inbox are newer than name spaces: nothing under a client's key counts. */
        static Name of(NameSpace space, String fromUid, String text, SendMsgRequest request) {
            return new Name(
                    space, fromUid, text, stored -> space != NameSpace.INBOX && Repeats.counts(stored, request));
        }

        String key() {
            return space.key(fromUid, text);
        }

        /** The key that it had before name spaces existed. */
        String formerKey() {
            return NameSpace.CLIENT.key(fromUid, text);
        }
    }

    /** The messages that were stored before, by name; nothing is read for clients' own names. */
    Map<String, Message> find(List<Outgoing> outgoing) {
        List<Name> names = new ArrayList<>();
        for (Outgoing each : outgoing) {
            if (each.names() != NameSpace.CLIENT) {
                String fromUid = each.destination().sender().uid();
                each.requests().forEach(request -> request.uniqueId()
                        .ifPresent(name -> names.add(Name.of(each.names(), fromUid, name, request))));
            }
        }
        return findNamed(names);
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
                        && stored.type.equals(request.content().type().wireName())
                        && FreeJson.toBson(request.content().body()).equals(stored.body)
                        && request.receiver().gets(stored));
    }

    /** The message that this request stored; it may have been changed since. */
    Optional<Message> find(NameSpace space, String fromUid, SendMsgRequest request) {
        String name = request.uniqueId().orElseThrow();
        return Optional.ofNullable(
                findNamed(List.of(Name.of(space, fromUid, name, request))).get(name));
    }

    /** The messages that a user's own earlier call stored under these derived names, by name. */
    Map<String, Message> findDerived(String fromUid, Collection<String> names) {
        return findNamed(names.stream()
                .map(name -> new Name(NameSpace.DERIVED, fromUid, name, Repeats::isOfBefore))
                .toList());
    }

    private Map<String, Message> findNamed(List<Name> names) {
        List<String> keys = names.stream()
                .flatMap(name -> Stream.of(name.key(), name.formerKey()))
                .toList();
        Map<String, Message> byKey = new HashMap<>();
        log.findRepeats(keys).forEach(message -> byKey.put(message.sendKey, message));
        Map<String, Message> byName = new HashMap<>();
        for (Name name : names) {
            Optional.ofNullable(byKey.get(name.key()))
                    .or(() -> Optional.ofNullable(byKey.get(name.formerKey())).filter(name.counts()))
                    .ifPresent(stored -> byName.put(name.text(), stored));
        }
        return byName;
    }

    private static boolean isOfBefore(Message stored) {
        return !Boolean.TRUE.equals(stored.clientNamed);
    }
}
