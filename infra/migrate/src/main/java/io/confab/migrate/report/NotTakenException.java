package io.confab.migrate.report;

/** A document that cannot be taken; the message names fields and ids, never content. */
public final class NotTakenException extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    public NotTakenException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
