package io.confab.local.start;

/** A reason why the server cannot start, and which its user can remove: the message says what is wrong and what to do. */
final class StartProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartProblem(String message) {
        super(message, null, false, false);
    }
}
