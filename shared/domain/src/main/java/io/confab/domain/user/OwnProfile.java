package io.confab.domain.user;

import io.confab.domain.error.Refusal;
import jakarta.inject.Singleton;
import java.util.Optional;

/** updateMyInfo: changes a user's own profile (docs/api/people.md#updatemyinfo). */
@Singleton
public class OwnProfile {
    private final UserRepository users;

    OwnProfile(UserRepository users) {
        this.users = users;
    }

    /**
     * Changes of a user to their own profile; absent fields stay as they are.
     *
     * @param avatarFile one without any field removes the avatar
     * @param presence whether others may see if the user is online
     */
    public record Changes(
            Optional<String> nickname,
            Optional<AvatarFile> avatarFile,
            Optional<Integer> gender,
            Optional<String> presence) {
        public boolean isEmpty() {
            return nickname.isEmpty() && avatarFile.isEmpty() && gender.isEmpty() && presence.isEmpty();
        }
    }

    /**
     * Makes the changes in one write: running twice gives the same result; of two at once, the last one stays.
     *
     * @throws Refusal {@code uni-id-invalid-nickname}
     */
    public void update(Caller caller, Changes changes) {
        changes.nickname().ifPresent(Nickname::requireValid);
        users.change(
                caller.uid(),
                UserChanges.ofProfile(changes.nickname(), changes.avatarFile(), changes.gender(), changes.presence()));
    }
}
