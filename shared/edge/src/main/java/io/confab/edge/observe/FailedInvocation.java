package io.confab.edge.observe;

/**
 * Tells Lambda that an invocation failed. The cause is in the log, as a line of its own; Lambda's adapter would print it with its
 * message, which may quote what was sent.
 */
final class FailedInvocation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FailedInvocation(Throwable cause) {
        super(JsonLines.named(cause), null, false, false);
    }
}
