package io.confab.push.channel;

/**
 * Posts text frames to open connections of the online channel (docs/api/README.md#online-channel). Called by several threads at
 * once.
 */
public interface OnlineChannel {
    /** The result of a post. */
    enum Outcome {
        DELIVERED,
        /** The connection does not exist any more. */
        GONE,
        /** It may or may not have arrived. */
        FAILED
    }

    /** Sends one frame; blocks until its outcome is known. */
    Outcome post(String connectionId, String frame);

    /** Sends the last frame, then closes the connection; harmless if it is closed already. */
    void close(String connectionId, String lastFrame);
}
