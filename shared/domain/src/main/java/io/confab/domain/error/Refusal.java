package io.confab.domain.error;

import java.util.OptionalLong;

/**
 * An expected refusal: the caller asked for something that the rules do not allow. The edge turns it into a reply. The text is
 * shown to clients: it names fields and ids, never content.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final long retryAfterSeconds;
    private final boolean afterAdmission;

    public Refusal(ErrorCode code, String message) {
        this(code, message, 0, false);
    }

    private Refusal(ErrorCode code, String message, long retryAfterSeconds, boolean afterAdmission) {
        super(message, null, false, false);
        this.code = code;
        this.retryAfterSeconds = retryAfterSeconds;
        this.afterAdmission = afterAdmission;
    }

    /**
     * Too many calls of the kind that {@code message} names; the same call may be accepted after this time, at least a second.
     */
    public static Refusal rateLimited(String message, long retryAfterMillis) {
        return new Refusal(
                ErrorCode.RATE_LIMITED, message, Math.max(1, -Math.floorDiv(-retryAfterMillis, 1000L)), false);
    }

    /** The system is not ready yet; it is looked at again after this time. */
    public static Refusal notReady(String message, long retryAfterSeconds) {
        return new Refusal(ErrorCode.NOT_READY, message, retryAfterSeconds, false);
    }

    /** A parameter is missing, has the wrong JSON type or is out of its bounds. */
    public static Refusal badParam(String path, String problem) {
        return new Refusal(ErrorCode.PARAM_ERROR, path + ": " + problem);
    }

    /** When to try again, if the refusal ends by waiting. */
    public OptionalLong retryAfterSeconds() {
        return retryAfterSeconds > 0 ? OptionalLong.of(retryAfterSeconds) : OptionalLong.empty();
    }

    /** The same refusal, of a caller who has been admitted or who may not be: nobody needs to read their record again. */
    public Refusal afterAdmission() {
        return new Refusal(code, getMessage(), retryAfterSeconds, true);
    }

    /** Whether it is known that the caller may call, or that this refusal is the reason why they may not. */
    public boolean isAfterAdmission() {
        return afterAdmission;
    }

    public ErrorCode code() {
        return code;
    }
}
