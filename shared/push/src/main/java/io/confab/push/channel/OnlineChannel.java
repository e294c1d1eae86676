package io.confab.push.channel;

/**
 * Posts text frames to open connections of the online channel (docs/api/README.md#online-channel). Called by several threads at
 * once.
 */
public interface OnlineChannel {
    /** How a post ended. */
    enum Outcome {
        DELIVERED,
        /** The connection does not exist any more. */
        GONE,
        /** It may or may not have arrived. */
        FAILED
    }

    /** Sends one frame; blocks until its outcome is known. */
    Outcome post(String connectionId, String frame);

    /** Sends the closing words, then ends the connection; harmless when it is gone. */
    void close(String connectionId, String lastFrame);
}
