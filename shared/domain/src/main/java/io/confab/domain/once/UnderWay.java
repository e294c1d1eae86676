package io.confab.domain.once;

/** Another process does this work, or died while doing it: whoever asked for it must ask again, later. */
public final class UnderWay extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnderWay(String message) {
        super(message);
    }
}
