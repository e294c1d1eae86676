package io.confab.domain.send;

import io.confab.domain.error.Refusal;
import io.confab.domain.message.Message;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Supplier;

/**
 * A call is refused only if no earlier call stored the messages that it names (docs/rules.md#messages). Rights, rates and what a
 * call refers to may have changed since; the answer to a repeat is still that of the first call, whose work is completed.
 */
@Singleton
public class RepeatedCalls {
    private final Publishing publishing;

    RepeatedCalls(Publishing publishing) {
        this.publishing = publishing;
    }

    /**
     * The messages that the call stores, or, if it is refused, those that an earlier call stored.
     *
     * @param earlier finds what an earlier call stored; empty if there was none
     * @throws Refusal as the call throws it, if there was no earlier call
     */
    public List<Message> unlessRepeat(Supplier<List<Message>> call, Supplier<List<Message>> earlier) {
        try {
            return call.get();
        } catch (Refusal e) {
            return earlierOr(e, earlier);
        }
    }

    /** As {@link #unlessRepeat}, for a call that has been refused. */
    List<Message> earlierOr(Refusal refusal, Supplier<List<Message>> earlier) {
        List<Message> stored = earlier.get();
        if (stored.isEmpty()) {
            throw refusal;
        }
        publishing.finish(stored);
        return stored;
    }
}
