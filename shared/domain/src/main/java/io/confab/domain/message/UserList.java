package io.confab.domain.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.json.JsonLength;
import io.confab.domain.user.Profile;
import io.confab.domain.user.StoredPeople;
import java.util.List;

/**
 * The users whom a system message is about: its stored body, limited in size in storage and pushes
 * (docs/rules.md#system-messages).
 */
public record UserList(List<Profile> people) {
    /** If a push's message is longer than this (UTF-8 bytes of JSON), it has only the first entries. */
    public static final int MAX_PUSH_BYTES = 24_000;

    static final String FIELD = "user_list";
    private static final int MAX_BODY_LENGTH = 50_000;

    /**
     * The body, {@code {user_list:[{_id,nickname?,avatar_file?}]}}, within 50,000 characters of JSON unless the ids alone need
     * more: avatars are left out first, then nicknames, from the end; every {@code _id} stays.
     */
    public ObjectNode toJson() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray(FIELD);
        people.forEach(person -> list.add(StoredPeople.person(person)));
        int length = JsonLength.characters(body);
        for (String field : List.of("avatar_file", "nickname")) {
            for (int i = list.size() - 1; i >= 0 && length > MAX_BODY_LENGTH; i--) {
                ObjectNode person = (ObjectNode) list.get(i);
                int before = JsonLength.characters(person);
                person.remove(field);
                length -= before - JsonLength.characters(person);
            }
        }
        return body;
    }

    /** A body with only its first people, as many as fit into this number of bytes. */
    static ObjectNode first(JsonNode body, int maxBytes) {
        ObjectNode shortened = JsonNodeFactory.instance.objectNode();
        ArrayNode first = shortened.putArray(FIELD);
        int left = maxBytes - JsonLength.bytes(shortened);
        for (JsonNode person : body.get(FIELD)) {
            left -= JsonLength.bytes(person) + 1;
            if (left < 0) {
                break;
            }
            first.add(person);
        }
        return shortened;
    }
}
