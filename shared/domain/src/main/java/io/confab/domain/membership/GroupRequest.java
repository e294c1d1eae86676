package io.confab.domain.membership;

import io.confab.domain.user.AvatarFile;
import java.util.List;
import java.util.Optional;

/** Who is to join which group, or a new one (docs/api/groups.md#chooseuserintogroup). */
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
