package io.confab.local.start;

/** Something that the person at the keyboard can put right: the message says what is wrong and what to do. */
final class StartProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartProblem(String message) {
        super(message, null, false, false);
    }
}
