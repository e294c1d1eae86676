package io.confab.domain.user;

import java.util.List;
import java.util.Optional;

/** Changes of a user's record: absent fields stay, an empty text removes the field; a nickname is never empty. */
public record UserChanges(
        Optional<String> nickname,
        Optional<AvatarFile> avatar,
        Optional<Integer> gender,
        Optional<String> mobile,
        Optional<String> email,
        Optional<List<String>> role,
        Optional<Integer> status,
        Optional<List<String>> tags,
        Optional<List<String>> dcloudAppid,
        Optional<String> presence) {

    /** Changes of what users may change themselves. */
    static UserChanges ofProfile(
            Optional<String> nickname,
            Optional<AvatarFile> avatar,
            Optional<Integer> gender,
            Optional<String> presence) {
        return new UserChanges(
                nickname,
                avatar,
                gender,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                presence);
    }
}
