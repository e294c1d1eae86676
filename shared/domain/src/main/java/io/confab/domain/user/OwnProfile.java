package io.confab.domain.user;

import static com.mongodb.client.model.Updates.set;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;
import io.confab.domain.json.Params;
import io.confab.domain.text.Cut;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.conversions.Bson;

/** getMyInfo and updateMyInfo: a user's own profile (docs/api/people.md#getmyinfo, docs/api/people.md#updatemyinfo). */
@Singleton
public class OwnProfile {
    private final UserRepository users;

    OwnProfile(UserRepository users) {
        this.users = users;
    }

    /** The caller's profile: the fields that everybody sees, and those that only the caller sees. */
    public static ObjectNode of(Caller caller) {
        User user = caller.user();
        ObjectNode json = caller.profile().toJson();
        putIfPresent(json, "username", user.username);
        putIfPresent(json, "email", user.email);
        putIfPresent(json, "mobile", user.mobile);
        if (user.gender != null) {
            json.put("gender", user.gender);
        }
        if (user.registerDate != null) {
            json.put("register_date", user.registerDate);
        }
        ArrayNode roles = json.putArray("role");
        (user.role == null ? List.<String>of() : user.role).forEach(roles::add);
        return json;
    }

    /**
     * Changes of a user to their own profile; absent fields stay as they are.
     *
     * @param avatarFile one without any field removes the avatar
     */
    public record Changes(Optional<String> nickname, Optional<AvatarFile> avatarFile, Optional<Integer> gender) {
        public boolean isEmpty() {
            return nickname.isEmpty() && avatarFile.isEmpty() && gender.isEmpty();
        }
    }

    /**
     * Makes the changes in one write: running twice gives the same result; of two at once, the last one stays.
     *
     * @throws Refusal {@code uni-id-invalid-nickname}
     */
    public void update(Caller caller, Changes changes) {
        changes.nickname().ifPresent(Nickname::requireValid);
        List<Bson> updates = new ArrayList<>();
        changes.nickname().ifPresent(nickname -> updates.add(UserRepository.nickname(nickname)));
        changes.avatarFile().ifPresent(avatar -> updates.add(UserRepository.avatar(avatar)));
        changes.gender().ifPresent(gender -> updates.add(set("gender", gender)));
        users.update(caller.uid(), updates);
    }

    private static void putIfPresent(ObjectNode json, String field, String value) {
        if (value != null) {
            json.put(field, Cut.first(value, Params.MAX_STRING));
        }
    }
}
