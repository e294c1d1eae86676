package io.confab.push.fanout;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.once.Once;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes sure that each hop runs once. The lease is stored on the message that is fanned out, so that the same command also
 * reads whether it was revoked; a push that is not about a stored message takes its lease from {@link Once}.
 */
@Singleton
class HopLease {
    private final MessageRepository messages;
    private final Once once;
    private final Clock clock;
    private final Duration lease;

    HopLease(MessageRepository messages, Once once, Clock clock, ConfabConfig config) {
        this.messages = messages;
        this.once = once;
        this.clock = clock;
        this.lease = config.push().lease();
    }

    /**
     * Takes the lease of the hop; empty if there is nothing to do: the hop is finished, or its message was revoked.
     *
     * @return marks the hop as finished; to be run last
     * @throws IllegalStateException while another run holds the lease; the invocation is then tried again
     */
    Optional<Runnable> take(Hop hop) {
        return hop.payload().messageId().map(id -> takeOnMessage(hop, id)).orElseGet(() -> takeOnce(hop));
    }

    private Optional<Runnable> takeOnMessage(Hop hop, String messageId) {
        String name = hop.key();
        long now = clock.millis();
        if (messages.startHop(messageId, name, hop.payload().isMessage(), now, now + lease.toMillis())) {
            return Optional.of(() -> messages.finishHop(messageId, name));
        }
        Optional<MessageRepository.HopState> state = messages.findHop(messageId, name);
        if (state.isEmpty()) {
            return takeOnce(hop);
        }
        boolean nothingToDo =
                state.get().done() || (state.get().revoked() && hop.payload().isMessage());
        if (nothingToDo) {
            return Optional.empty();
        }
        throw busy(name);
    }

    private Optional<Runnable> takeOnce(Hop hop) {
        Once.Ticket ticket = once.start("hop-" + hop.key());
        return switch (ticket.start()) {
            case TAKEN -> Optional.of(ticket::done);
            case DONE -> Optional.empty();
            case BUSY -> throw busy(hop.key());
        };
    }

    private static IllegalStateException busy(String name) {
        return new IllegalStateException("hop " + name + " is under way");
    }
}
