package io.confab.domain.user;

/** What everyone may see of a user: id, shown name, avatar (docs/rules.md#people, docs/rules.md#ids). */
public record Profile(String id, String nickname, AvatarFile avatarFile) {

    /**
     * The public profile of a stored user, within limits whoever stored it, so that no user's record can make another's read
     * fail.
     */
    public static Profile of(User user) {
        return new Profile(
                user.id, ShownName.of(user), AvatarFile.shown(user.avatarFile).orElse(null));
    }

    /** The profile of a user who does not exist, or not any more: shown by id. */
    public static Profile unknown(String uid) {
        User user = new User();
        user.id = uid;
        return of(user);
    }
}
