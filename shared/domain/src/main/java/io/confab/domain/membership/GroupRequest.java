package io.confab.domain.membership;

import io.confab.domain.user.AvatarFile;
import java.util.List;
import java.util.Optional;

/** The users to add, and the group to add them to, or fields of a new group (docs/api/groups.md#chooseuserintogroup). */
public record GroupRequest(
        Optional<String> groupId,
        List<String> userIds,
        Optional<String> name,
        Optional<String> introduction,
        Optional<AvatarFile> avatarFile,
        Optional<String> joinOption,
        Optional<String> uniqueId) {
    public static final int MAX_USER_IDS = 499;
}
