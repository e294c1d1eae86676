package io.confab.push.channel;

import java.time.Duration;

/** What a channel says about one device after a push to it. */
public sealed interface Outcome {
    Outcome DELIVERED = new Delivered();
    Outcome GONE = new Gone();

    /** Busy, without a word on when to try again. */
    Outcome BUSY = new Busy(Duration.ZERO);

    /** It was accepted for the device. */
    record Delivered() implements Outcome {}

    /** The address that was tried does not exist any more: it is removed, unless the device has another one meanwhile. */
    record Gone() implements Outcome {}

    /**
     * It will never be accepted, however often it is tried.
     *
     * @param reason for the log; names nothing of the push's content
     */
    record Refused(String reason) implements Outcome {}

    /**
     * It may or may not have arrived, and may be tried again: too many requests, an error of the other side, a time-out.
     *
     * @param retryAfter how long the other side asks to wait; zero if it does not say
     */
    record Busy(Duration retryAfter) implements Outcome {}
}
