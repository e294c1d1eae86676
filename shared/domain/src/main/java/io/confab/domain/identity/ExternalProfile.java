package io.confab.domain.identity;

import io.confab.domain.user.AvatarFile;
import java.util.Optional;

/** What a back end tells of a user at registration. */
public record ExternalProfile(
        Optional<String> nickname, Optional<Integer> gender, Optional<AvatarFile> avatar, Optional<String> appId) {}
