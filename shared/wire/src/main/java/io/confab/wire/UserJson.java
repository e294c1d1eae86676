package io.confab.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.block.BlockedUser;
import io.confab.domain.user.AvatarFile;
import io.confab.domain.user.OwnDetails;
import io.confab.domain.user.Profile;

/** Users (docs/api/people.md). */
public final class UserJson {
    private UserJson() {}

    /** {@code {_id,nickname,avatar_file?}}: what everybody sees. */
    public static ObjectNode profile(Profile profile) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("_id", profile.id());
        json.put("nickname", profile.nickname());
        if (profile.avatarFile() != null) {
            json.set("avatar_file", avatar(profile.avatarFile()));
        }
        return json;
    }

    /** {@code {name?,extname?,url?}}. */
    public static ObjectNode avatar(AvatarFile avatar) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        Fields.putIfPresent(json, "name", avatar.name);
        Fields.putIfPresent(json, "extname", avatar.extname);
        Fields.putIfPresent(json, "url", avatar.url);
        return json;
    }

    /** The data of getMyInfo. */
    public static ObjectNode own(OwnDetails own) {
        ObjectNode json = profile(own.profile());
        own.username().ifPresent(username -> json.put("username", username));
        own.email().ifPresent(email -> json.put("email", email));
        own.mobile().ifPresent(mobile -> json.put("mobile", mobile));
        own.gender().ifPresent(gender -> json.put("gender", gender));
        own.registerDate().ifPresent(date -> json.put("register_date", date));
        own.roles().forEach(json.putArray("role")::add);
        own.presence().ifPresent(presence -> json.put("presence", presence));
        return json;
    }

    /** An element of getBlockList. */
    public static ObjectNode blocked(BlockedUser blocked) {
        return profile(blocked.profile()).put("create_time", blocked.since());
    }
}
