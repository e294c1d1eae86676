package io.confab.domain.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.confab.domain.json.JsonLength;
import io.confab.domain.storage.FreeJson;
import io.confab.domain.user.StoredPeople;

/**
 * The body of a message as users see it, whole or shortened (docs/rules.md#messages).
 *
 * @param json free JSON, as its sender chose it
 * @param isShortened whether something of a long body is left out
 */
public record ShownBody(JsonNode json, boolean isShortened) {
    /** A body whose JSON is longer is shortened in pushes and in lists of conversations. */
    private static final int LONG_BODY = 250;

    /** A revoked message shows that it was revoked. The people of an announcement are cut to today's limits. */
    public static ShownBody whole(Message message) {
        if (message.revoked) {
            return new ShownBody(TextNode.valueOf(Preview.REVOKED_BODY), false);
        }
        JsonNode json = FreeJson.toJson(message.body);
        if (message.isSystem()) {
            json.path(UserList.FIELD).forEach(StoredPeople::bound);
            StoredPeople.bound(json.path("updateData"));
        }
        return new ShownBody(json, false);
    }

    /** As {@link #whole}, but of a long body only the beginning or its {@link Preview}, and of many people the first. */
    public static ShownBody brief(Message message, int noteLength) {
        ShownBody whole = whole(message);
        if (whole.isUserList(message)) {
            return whole.within(UserList.MAX_PUSH_BYTES);
        }
        return JsonLength.characters(whole.json) <= LONG_BODY
                ? whole
                : new ShownBody(Preview.shortened(message, whole.json, noteLength), true);
    }

    /** As {@link #brief}, with a note of the length that a beginning has. */
    public static ShownBody brief(Message message) {
        return brief(message, Preview.PUSH_CONTENT_LENGTH);
    }

    /** Whether these are the people of an announcement, of whom {@link #within} keeps the first. */
    public boolean isUserList(Message message) {
        return message.isSystem() && json.path(UserList.FIELD).isArray();
    }

    /** A list of people in at most this number of bytes. */
    public ShownBody within(int maxBytes) {
        return JsonLength.bytes(json) <= maxBytes ? this : new ShownBody(UserList.first(json, maxBytes), true);
    }
}
