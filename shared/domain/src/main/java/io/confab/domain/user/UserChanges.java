package io.confab.domain.user;

import java.util.List;
import java.util.Optional;

/** What is to be changed of a user's record: what is absent stays, an empty text takes the field away. */
public record UserChanges(
        Optional<String> nickname,
        Optional<AvatarFile> avatar,
        Optional<Integer> gender,
        Optional<String> mobile,
        Optional<String> email,
        Optional<List<String>> role,
        Optional<Integer> status,
        Optional<List<String>> tags,
        Optional<List<String>> dcloudAppid) {}
