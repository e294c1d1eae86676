package io.confab.domain.user;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.storage.FreeJson;
import io.confab.domain.text.Names;

/** Users inside of stored JSON (announcements, notifications, merged histories), as written and as read. */
public final class StoredPeople {
    private static final String NICKNAME = "nickname";
    private static final String AVATAR_FILE = "avatar_file";

    private StoredPeople() {}

    /** {@code {_id,nickname,avatar_file?}}. */
    public static ObjectNode person(Profile profile) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("_id", profile.id());
        json.put(NICKNAME, profile.nickname());
        putAvatar(json, profile);
        return json;
    }

    /** Sets {@code avatar_file}, if the user has one. */
    public static void putAvatar(ObjectNode json, Profile profile) {
        if (profile.avatarFile() != null) {
            json.set(AVATAR_FILE, FreeJson.toJson(profile.avatarFile().toBson()));
        }
    }

    /**
     * Keeps a user within the limits of {@link Profile}, whoever stored them: cleans and cuts an object's {@code nickname},
     * removes an invalid {@code avatar_file}, and leaves everything else as it is.
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
