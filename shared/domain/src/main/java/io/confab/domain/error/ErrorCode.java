package io.confab.domain.error;

/**
 * All error codes that a client can receive, with their HTTP status. The API reference is written from this table.
 *
 * <p>Numeric codes are numbers in the reply, all others strings. A code that is used with two different statuses (1000) has one
 * constant for each.
 */
public enum ErrorCode {
    PARAM_ERROR("param-error", 400),
    INVALID_USER_IDS(2000, 400),
    USER_IDS_NOT_AN_ARRAY(1000, 400),
    PARAM_REQUIRED("uni-id-param-required", 400),
    INVALID_NICKNAME("uni-id-invalid-nickname", 400),

    TOKEN_CHECK_FAILED("uni-id-check-token-failed", 401),
    TOKEN_EXPIRED("uni-id-token-expired", 401),

    ACCOUNT_BANNED("uni-id-account-banned", 403),
    ACCOUNT_AUDITING("uni-id-account-auditing", 403),
    ACCOUNT_AUDIT_FAILED("uni-id-account-audit-failed", 403),
    ACCOUNT_CLOSED("uni-id-account-closed", 403),
    ILLEGAL_REQUEST("uni-id-illegal-request", 403),
    NOT_GROUP_MEMBER("not-group-member", 403),
    MUTED("muted", 403),
    NOT_FRIEND("not-friend", 403),
    CONVERSATION_FORBIDDEN("conversation-forbidden", 403),
    NO_PERMISSION("no-permission", 403),
    BLOCKED("blocked", 403),
    RECALL_WINDOW_OVER(10004, 403),

    USER_NOT_FOUND("user-not-found", 404),
    GROUP_NOT_FOUND("group-not-found", 404),
    MESSAGE_NOT_FOUND("msg-not-found", 404),
    INVITE_NOT_FOUND("invite-not-found", 404),
    NOTIFICATION_NOT_FOUND("notification-not-found", 404),
    ACCOUNT_NOT_EXISTS("uni-id-account-not-exists", 404),
    METHOD_NOT_FOUND("method-not-found", 404),

    METHOD_NOT_ALLOWED("method-not-allowed", 405),

    ALREADY_FRIENDS(1000, 409),
    DUPLICATE_MEMBER("duplicate-member", 409),
    ALREADY_HANDLED("already-handled", 409),
    FRIEND_LIMIT("friend-limit", 409),
    /** The group has the maximum number of members. */
    GROUP_FULL("group-full", 409),
    /** The user is a member of the maximum number of groups. */
    GROUP_LIMIT("group-limit", 409),
    ACCOUNT_EXISTS("uni-id-account-exists", 409),

    BODY_TOO_LARGE("body-too-large", 413),
    RATE_LIMITED("rate-limited", 429),

    INTERNAL_ERROR("internal-error", 500),

    /** The database has not got the indexes of this build, or does not answer. */
    NOT_READY("not-ready", 503);

    private final Object code;
    private final int httpStatus;

    ErrorCode(Object code, int httpStatus) {
        this.code = code;
        this.httpStatus = httpStatus;
    }

    /** The value of {@code errCode}: a String or an Integer. */
    public Object code() {
        return code;
    }

    public int httpStatus() {
        return httpStatus;
    }
}
