package io.confab.domain.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The users whom a system message is about, {@code {user_list:[{_id,nickname?,avatar_file?}]}}, limited in size in storage and
 * pushes (docs/rules.md#system-messages).
 */
public final class UserLists {
    /** If a push's message is longer than this (UTF-8 bytes of JSON), it has only the first entries. */
    public static final int MAX_PUSH_BYTES = 24_000;

    private static final int MAX_BODY_LENGTH = 50_000;
    private static final String USER_LIST = "user_list";

    private UserLists() {}

    /**
     * The body, within 50,000 characters of JSON unless the ids alone need more: avatars are left out first, then nicknames,
     * from the end; every {@code _id} stays.
     *
     * @param people as {@code {_id,nickname,avatar_file?}}; not changed
     */
    public static ObjectNode body(List<ObjectNode> people) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray(USER_LIST);
        people.forEach(person -> list.add(person.deepCopy()));
        int length = MessageView.jsonLength(body);
        for (String field : List.of("avatar_file", "nickname")) {
            for (int i = list.size() - 1; i >= 0 && length > MAX_BODY_LENGTH; i--) {
                ObjectNode person = (ObjectNode) list.get(i);
                int before = MessageView.jsonLength(person);
                person.remove(field);
                length -= before - MessageView.jsonLength(person);
            }
        }
        return body;
    }

    static boolean isIn(Message message, JsonNode body) {
        return message.isSystem() && body.path(USER_LIST).isArray();
    }

    /** Keeps only the first people of a message, until it fits into this number of bytes, and sets {@code LongMsg}. */
    static void shorten(ObjectNode message, int maxBytes) {
        if (bytes(message) <= maxBytes) {
            return;
        }
        JsonNode all = message.get("body").get(USER_LIST);
        ArrayNode first = message.putObject("body").putArray(USER_LIST);
        message.put("LongMsg", true);
        int left = maxBytes - bytes(message);
        for (JsonNode person : all) {
            left -= bytes(person) + 1;
            if (left < 0) {
                return;
            }
            first.add(person);
        }
    }

    /** Length of a value's compact JSON in UTF-8. */
    static int bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
