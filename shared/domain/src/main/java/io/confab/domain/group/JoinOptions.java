package io.confab.domain.group;

import io.confab.domain.json.Params;
import java.util.List;
import java.util.Optional;

/** How a user who was not invited becomes a member: the values of {@code join_option}. */
public final class JoinOptions {
    /** Everyone may join. */
    public static final String FREE = "freeAccess";

    /** Users whose request the creator or an admin accepts. */
    public static final String PERMISSION = "needPermission";

    /** Nobody; and only admins may add users. */
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

    /** Whether this is one of the options. */
    static boolean isOption(String value) {
        return ALL.contains(value);
    }

    /**
     * The group's option. If it has none, the default of new groups; if the stored value is not an option, the most restrictive
     * one.
     */
    public static String of(Group group) {
        if (group.joinOption == null) {
            return FREE;
        }
        return ALL.contains(group.joinOption) ? group.joinOption : PERMISSION;
    }
}
