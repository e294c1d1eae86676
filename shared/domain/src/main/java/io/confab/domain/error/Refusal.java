package io.confab.domain.error;

/**
 * An expected refusal: the caller asked for something that the rules do not allow. Translated to a reply once, at the
 * edge. The text is shown to clients: it names fields and ids, never content.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public Refusal(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** A parameter that is missing, of the wrong JSON type or out of its bounds. */
    public static Refusal badParam(String path, String problem) {
        return new Refusal(ErrorCode.PARAM_ERROR, path + ": " + problem);
    }

    public ErrorCode code() {
        return code;
    }
}
