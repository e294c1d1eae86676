package io.confab.domain.identity;

import io.confab.domain.user.AvatarFile;
import java.util.Optional;

/** The fields of a user that a back end gives at registration. */
public record ExternalProfile(
        Optional<String> nickname, Optional<Integer> gender, Optional<AvatarFile> avatar, Optional<String> appId) {}
