package io.confab.migrate.report;

import java.util.Locale;

/** Why a document was not taken, or was taken with a change. */
public enum Reason {
    BROKEN_LINE("the line is not a JSON object"),
    NOT_STORABLE("contains a value or key that JSON or Confab does not support"),
    NO_ID("has no _id, or one that is not allowed"),
    MISSING_FIELD("a required field is missing or has another type"),
    UNKNOWN_USER("refers to a user who does not exist"),
    UNKNOWN_GROUP("refers to a group that does not exist"),
    SELF("sender and receiver are the same user"),
    TWO_RECEIVERS("has both to_uid and group_id"),
    UNKNOWN_TYPE("a message type that Confab does not support"),
    BODY_TOO_LARGE("a body of more than 50,000 characters of JSON"),
    DUPLICATE_ID("an earlier document has the same _id"),
    DUPLICATE("another document has the same unique key"),
    LATE("older than the newest message that Confab has already numbered in its conversation"),

    CONVERSATION_ID("the conversation id is not the one derived from its users or group: taken under the derived id"),
    UNREAD_COUNT("unread_count is larger than the number of messages: all messages count as unread"),
    IS_READ("is_read of the messages contradicts unread_count: unread_count is used"),
    BODY_SHAPE("the body does not have the form of its type: taken unchanged"),
    MEMBER_WITHOUT_CONVERSATION(
            "a member without a conversation document: one is created, hidden until the next message"),
    CONVERSATION_WITHOUT_MEMBER(
            "a conversation document of a group of which the user is not a member: taken as of a former member"),
    MEMBER_WHO_LEFT("a member whose conversation document says that they left: taken as a member, conversation hidden"),
    UNKNOWN_AUTHOR("a group message of a user who does not exist: taken"),
    NAME(
            "a name that is too long, or has characters that are invisible or change the direction of text: these are removed, the rest is cut"),
    TEXT_TOO_LONG("a text that is too long: cut"),
    AVATAR("an avatar that Confab would refuse (no http, https or cloud URL, or too long): left out");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /** As written in the report: {@code broken-line}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String text() {
        return text;
    }
}
