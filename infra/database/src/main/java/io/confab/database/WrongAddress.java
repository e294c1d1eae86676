package io.confab.database;

/** The address of the database cannot be used; the message says why, without any part of it. */
final class WrongAddress extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongAddress(String message) {
        super(message, null, false, false);
    }
}
