package io.confab.domain.user;

import io.confab.domain.json.Params;
import io.confab.domain.text.Cut;
import java.util.List;
import java.util.Optional;

/** What a user sees of their own record, within limits whoever stored it: their public profile, and what only they see. */
public record OwnDetails(
        Profile profile,
        Optional<String> username,
        Optional<String> email,
        Optional<String> mobile,
        Optional<Integer> gender,
        Optional<Long> registerDate,
        List<String> roles,
        Optional<String> presence) {

    public static OwnDetails of(User user) {
        return new OwnDetails(
                Profile.of(user),
                cut(user.username),
                cut(user.email),
                cut(user.mobile),
                Optional.ofNullable(user.gender),
                Optional.ofNullable(user.registerDate),
                user.role == null ? List.of() : user.role,
                user.isPresenceHidden() ? Optional.of(User.HIDDEN) : Optional.empty());
    }

    private static Optional<String> cut(String text) {
        return Optional.ofNullable(text).map(value -> Cut.first(value, Params.MAX_STRING));
    }
}
