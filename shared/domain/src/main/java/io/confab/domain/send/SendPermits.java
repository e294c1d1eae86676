package io.confab.domain.send;

import io.confab.domain.error.Refusal;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageLog;
import io.confab.domain.rate.Permit;
import io.confab.domain.rate.SendRate;
import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How many messages a user's call may store (docs/api/messages.md#forwardmsg;
 * docs/decisions/0021-a-rate-is-kept-by-what-is-stored.md): a permit of the sender's rate for every message, before anything is
 * stored, and one of the group's rate, for all messages to it together with the first.
 *
 * <p>Messages that an earlier call has stored need none. For several messages, the user's recent messages are read first; then
 * only another call at the same moment can take a slot that seemed free, and the message takes the next one.
 */
@Singleton
class SendPermits {
    private final SendRate rate;
    private final Repeats repeats;
    private final MessageLog log;

    SendPermits(SendRate rate, Repeats repeats, MessageLog log) {
        this.rate = rate;
        this.repeats = repeats;
        this.log = log;
    }

    /**
     * What a call may store.
     *
     * @param stored the messages that an earlier call has stored, by {@code unique_id}
     * @param permits for the messages that are missing, in their order
     */
    record Granted(Map<String, Message> stored, Iterator<Permit> permits) {
        /** For messages that no client sent. */
        static Granted unlimited(Map<String, Message> stored) {
            return new Granted(stored, Stream.generate(Permit::unlimited).iterator());
        }

        Optional<Message> find(SendMsgRequest request) {
            return request.uniqueId().map(stored::get);
        }

        /** How many of these are missing. */
        int missing(List<SendMsgRequest> requests) {
            return (int)
                    requests.stream().filter(request -> find(request).isEmpty()).count();
        }
    }

    /**
     * Takes the permits, all or none. One command if names are not clients' own, and one more for several messages of a user
     * whose rate is limited.
     *
     * @throws Refusal {@code rate-limited}; 400 for more messages than one burst may have
     */
    Granted take(List<Outgoing> outgoing) {
        String uid = outgoing.get(0).destination().sender().uid();
        List<SendMsgRequest> all =
                outgoing.stream().flatMap(each -> each.requests().stream()).toList();
        Granted known = new Granted(repeats.find(outgoing), List.<Permit>of().iterator());
        int missing = known.missing(all);
        require(missing, rate.burst().orElse(missing), "");
        outgoing.stream()
                .filter(each -> each.destination() instanceof Destination.GroupChat)
                .forEach(each -> {
                    int ofGroup = known.missing(each.requests());
                    require(ofGroup, rate.groupBurst().orElse(ofGroup), " in one group");
                });
        if (missing > 1 && rate.burst().isPresent()) {
            rate.learn(uid, log.findExisting(rate.countingIds(uid)));
        }
        return new Granted(known.stored(), rate.permits(uid, missing).iterator());
    }

    private static void require(int missing, int atOnce, String where) {
        if (missing > atOnce) {
            throw Refusal.badParam(
                    "msgIds", "would store " + missing + " messages" + where + ", more than " + atOnce + " at once");
        }
    }
}
