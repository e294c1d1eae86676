package io.confab.domain.message;

/** Who a message calls by name. */
public final class Mentions {
    /** In {@code call_uid}: everyone; for a group's creator and admins only. */
    public static final String ALL = "all";

    private Mentions() {}
}
