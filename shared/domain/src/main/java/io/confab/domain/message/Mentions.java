package io.confab.domain.message;

/** The users whom a message mentions. */
public final class Mentions {
    /** In {@code call_uid}: everyone. Only a group's creator and admins may use it. */
    public static final String ALL = "all";

    private Mentions() {}
}
