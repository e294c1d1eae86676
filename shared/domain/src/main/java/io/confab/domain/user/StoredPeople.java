package io.confab.domain.user;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.text.Names;

/** Users inside of stored JSON (announcements, notifications): kept within the limits of {@link Profile}, whoever stored it. */
public final class StoredPeople {
    private static final String NICKNAME = "nickname";
    private static final String AVATAR_FILE = "avatar_file";

    private StoredPeople() {}

    /**
     * Cleans and cuts an object's {@code nickname}, removes an invalid {@code avatar_file}, and leaves everything else as it
     * is.
     */
    public static void bound(JsonNode person) {
        if (!(person instanceof ObjectNode object)) {
            return;
        }
        if (object.path(NICKNAME).isTextual()) {
            object.put(NICKNAME, Names.shown(object.get(NICKNAME).textValue(), Nickname.MAX_LENGTH));
        }
        if (object.has(AVATAR_FILE)
                && AvatarFile.shown(avatar(object.get(AVATAR_FILE))).isEmpty()) {
            object.remove(AVATAR_FILE);
        }
    }

    private static AvatarFile avatar(JsonNode json) {
        if (json.isTextual()) {
            return new AvatarFile(null, null, json.textValue());
        }
        return new AvatarFile(
                json.path("name").textValue(),
                json.path("extname").textValue(),
                json.path("url").textValue());
    }
}
