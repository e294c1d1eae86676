package io.confab.domain.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.confab.domain.text.Cut;
import io.confab.domain.text.Lines;

/** The short forms of a message: the conversation's note, and what a push shows (docs/api/messages.md#sendmsg). */
public final class Preview {
    public static final String REVOKED_NOTE = "[消息已被撤回]";
    public static final String REVOKED_BODY = "[消息已撤回]";
    private static final String NOT_TEXT = "[多媒体]";
    static final int PUSH_CONTENT_LENGTH = 50;
    private static final int PUSH_TITLE_LENGTH = 20;

    private Preview() {}

    /** {@code last_msg_note}: the beginning of a text without line breaks, or a word for the type. */
    public static String note(Message message, int noteLength) {
        if (message.revoked) {
            return REVOKED_NOTE;
        }
        return note(message.type, bodyText(message), noteLength);
    }

    static String note(String type, String text, int noteLength) {
        return MessageType.of(type)
                .map(known -> known == MessageType.TEXT ? Cut.first(Lines.joined(text), noteLength) : known.note())
                .orElseGet(() -> "[" + Cut.first(Lines.joined(type), noteLength) + "]");
    }

    /** The second line of a push: the text itself, at most 50 characters, or {@code [多媒体]}. */
    public static String pushContent(Message message) {
        return MessageType.TEXT.wireName().equals(message.type)
                ? Cut.first(Lines.joined(bodyText(message)), PUSH_CONTENT_LENGTH)
                : NOT_TEXT;
    }

    /** The first line of a push: a name, at most 20 characters. */
    public static String pushTitle(String name) {
        return Cut.first(Lines.joined(name), PUSH_TITLE_LENGTH);
    }

    /** The shortened body of a long message in a push: the beginning of text and code, otherwise the preview. */
    static JsonNode shortened(Message message, JsonNode body, int noteLength) {
        boolean isText = MessageType.TEXT.wireName().equals(message.type)
                || MessageType.CODE.wireName().equals(message.type);
        return TextNode.valueOf(isText ? Cut.first(body.asText(), PUSH_CONTENT_LENGTH) : note(message, noteLength));
    }

    private static String bodyText(Message message) {
        return message.body != null && message.body.isString()
                ? message.body.asString().getValue()
                : "";
    }
}
