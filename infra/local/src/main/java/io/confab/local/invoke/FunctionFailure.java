package io.confab.local.invoke;

/** A function threw; its own exception is the cause. */
public final class FunctionFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FunctionFailure(String function, Throwable cause) {
        super(function + " failed: " + cause, cause);
    }
}
