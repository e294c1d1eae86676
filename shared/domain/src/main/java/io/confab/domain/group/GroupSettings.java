package io.confab.domain.group;

import io.confab.domain.error.Refusal;
import io.confab.domain.json.Params;
import io.confab.domain.user.AvatarFile;
import java.util.Optional;
import java.util.stream.Stream;

/** The fields of a group that can be set (docs/api/groups.md#updategroup). */
public record GroupSettings(
        Optional<String> name,
        Optional<String> introduction,
        Optional<String> notification,
        Optional<AvatarFile> avatarFile,
        Optional<String> joinOption,
        Optional<Boolean> muteAllMembers) {
    public static final int MAX_NAME = 30;
    public static final int MAX_INTRODUCTION = 240;
    public static final int MAX_NOTIFICATION = 2_000;

    /**
     * What a client gave.
     *
     * @throws Refusal 400 for a value out of its bounds, and if no field is given
     */
    public static GroupSettings decode(Params params) {
        GroupSettings settings = new GroupSettings(
                decodeName(params),
                params.string("introduction", 0, MAX_INTRODUCTION),
                params.string("notification", 0, MAX_NOTIFICATION),
                params.object("avatar_file").map(AvatarFile::decode),
                JoinOptions.decode(params),
                params.bool("mute_all_members"));
        if (Stream.of(
                        settings.name,
                        settings.introduction,
                        settings.notification,
                        settings.avatarFile,
                        settings.joinOption,
                        settings.muteAllMembers)
                .allMatch(Optional::isEmpty)) {
            throw Refusal.badParam(
                    "name", "one of name, introduction, notification, avatar_file, join_option, mute_all_members");
        }
        return settings;
    }

    private static Optional<String> decodeName(Params params) {
        Optional<String> name = params.name("name", MAX_NAME);
        if (name.filter(String::isEmpty).isPresent()) {
            throw params.bad("name", "must show something");
        }
        return name;
    }
}
