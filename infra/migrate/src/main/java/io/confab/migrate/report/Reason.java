package io.confab.migrate.report;

import java.util.Locale;

/** Why a document was not taken, or was taken with a change. */
public enum Reason {
    BROKEN_LINE("the line is no JSON object"),
    NOT_STORABLE("holds a value or key that JSON or Confab has not"),
    NO_ID("has no _id, or one that no id can be"),
    MISSING_FIELD("a field that it cannot do without is missing or of another type"),
    UNKNOWN_USER("names a user who is not there"),
    UNKNOWN_GROUP("names a group that is not there"),
    SELF("from somebody to themselves"),
    TWO_RECEIVERS("both to_uid and group_id"),
    UNKNOWN_TYPE("a message type that the contract has not"),
    BODY_TOO_LARGE("a body over 50,000 characters of JSON"),
    DUPLICATE_ID("the same _id again"),
    DUPLICATE("another document has its unique key"),
    LATE("older than the newest message that Confab has already numbered in its conversation"),

    CONVERSATION_ID("conversation id differs from the one that its people or group give: taken under that"),
    UNREAD_COUNT("more unread than there are messages to be unread: counted from the first message"),
    IS_READ("the messages' is_read says otherwise than unread_count, which is followed"),
    BODY_SHAPE("a body of another shape than its type's: taken as it is"),
    MEMBER_WITHOUT_CONVERSATION("a member without a conversation document: made, hidden until the next message"),
    CONVERSATION_WITHOUT_MEMBER("a group's conversation document of somebody who is no member: taken as left"),
    MEMBER_WHO_LEFT("a member whose conversation document says left: member all the same, conversation hidden"),
    UNKNOWN_AUTHOR("a group message of a user who is not there: taken"),
    NAME("a name with characters that show nothing or turn a line, or over its bound: cleaned, cut"),
    TEXT_TOO_LONG("a text over its bound: cut"),
    AVATAR("a picture that Confab would refuse (no http, https or cloud URL, or over a bound): left out");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /** As it stands in the report: {@code broken-line}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String text() {
        return text;
    }
}
