package io.confab.domain.group;

import io.confab.domain.json.Params;
import java.util.List;
import java.util.Optional;

/** How one becomes a member without being invited: the values of {@code join_option}. */
public final class JoinOptions {
    /** Whoever wants to. */
    public static final String FREE = "freeAccess";

    /** Whom the creator or an admin lets in. */
    public static final String PERMISSION = "needPermission";

    /** Nobody; then only admins invite, too. */
    public static final String NOBODY = "disableApply";

    private static final List<String> ALL = List.of(PERMISSION, FREE, NOBODY);

    private JoinOptions() {}

    /**
     * The given option.
     *
     * @throws io.confab.domain.error.Refusal 400 for any other
     */
    public static Optional<String> decode(Params params) {
        return params.oneOf("join_option", ALL);
    }

    /** The group's option; that of a new group where it has none, the careful one where others have stored what is none. */
    public static String of(Group group) {
        if (group.joinOption == null) {
            return FREE;
        }
        return ALL.contains(group.joinOption) ? group.joinOption : PERMISSION;
    }
}
