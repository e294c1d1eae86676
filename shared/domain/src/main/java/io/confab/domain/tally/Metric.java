package io.confab.domain.tally;

import io.confab.domain.error.ErrorCode;

/**
 * All metrics of a deployment, most urgent first (docs/operations.md#metrics). Each costs money every month, so that the list is
 * fixed: neither an error code nor a channel nor anything that a client sends makes a new one.
 */
public enum Metric {
    CALLS("calls"),

    /** Invocations that failed because of the database. */
    DATABASE_ERRORS("databaseErrors"),
    ERRORS_INTERNAL("errors.internal-error"),
    ERRORS_NOT_READY("errors.not-ready"),
    ERRORS_RATE_LIMITED("errors.rate-limited"),
    ERRORS_TOKEN("errors.uni-id-check-token-failed"),
    ERRORS_TOKEN_EXPIRED("errors.uni-id-token-expired"),
    ERRORS_ILLEGAL_REQUEST("errors.uni-id-illegal-request"),
    ERRORS_TOO_LARGE("errors.body-too-large"),
    ERRORS_PARAM("errors.400"),
    ERRORS_FORBIDDEN("errors.403"),
    ERRORS_NOT_FOUND("errors.404"),
    ERRORS_METHOD("errors.405"),
    ERRORS_CONFLICT("errors.409"),

    /** Milliseconds from a change in the database to its trigger; the longest since the last line. */
    TRIGGER_LAG("triggerLag"),
    TRIGGER_EVENTS("triggerEvents"),

    /** Messages stored, without those of repeated calls. */
    SENDS("sends"),

    /** Further attempts: at a message's number, and at a push. */
    RETRIES("retries"),

    /** Invocations of other functions. */
    HAND_OVERS("handOvers"),
    COLD_STARTS("coldStarts"),
    COMMANDS("commands"),

    ONLINE_DELIVERED("online.delivered"),
    ONLINE_GONE("online.gone"),
    ONLINE_REFUSED("online.refused"),
    ONLINE_BUSY("online.busy"),
    SNS_DELIVERED("sns.delivered"),
    SNS_GONE("sns.gone"),
    SNS_REFUSED("sns.refused"),
    SNS_BUSY("sns.busy"),
    WEB_PUSH_DELIVERED("webPush.delivered"),
    WEB_PUSH_GONE("webPush.gone"),
    WEB_PUSH_REFUSED("webPush.refused"),
    WEB_PUSH_BUSY("webPush.busy"),
    UNI_PUSH_DELIVERED("uniPush.delivered"),
    UNI_PUSH_GONE("uniPush.gone"),
    UNI_PUSH_REFUSED("uniPush.refused"),
    UNI_PUSH_BUSY("uniPush.busy");

    private final String title;

    Metric(String title) {
        this.title = title;
    }

    /** Its name in CloudWatch. */
    public String title() {
        return title;
    }

    /** Whether lines do not add up, because it is a length of time. */
    public boolean isMaximum() {
        return this == TRIGGER_LAG;
    }

    /** The one that counts an error: its own if operators act on it, otherwise that of its status. */
    public static Metric of(ErrorCode code) {
        return switch (code) {
            case TOKEN_CHECK_FAILED -> ERRORS_TOKEN;
            case TOKEN_EXPIRED -> ERRORS_TOKEN_EXPIRED;
            case ILLEGAL_REQUEST -> ERRORS_ILLEGAL_REQUEST;
            default -> switch (code.httpStatus()) {
                case 400 -> ERRORS_PARAM;
                case 403 -> ERRORS_FORBIDDEN;
                case 404 -> ERRORS_NOT_FOUND;
                case 405 -> ERRORS_METHOD;
                case 409 -> ERRORS_CONFLICT;
                case 413 -> ERRORS_TOO_LARGE;
                case 429 -> ERRORS_RATE_LIMITED;
                case 503 -> ERRORS_NOT_READY;
                default -> ERRORS_INTERNAL;
            };
        };
    }
}
