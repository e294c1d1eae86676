package io.confab.domain.message;

import io.confab.domain.ids.Hashes;

/**
 * Who chose the name in a message's {@code send_key}. Each chooser has its own space, so that nobody can take a name that
 * another will use: a client that knows the name of a future message of a back end or of the server cannot send a message with
 * it first (docs/rules.md#messages; docs/decisions/0034-what-is-true-comes-before-what-is-said.md).
 */
public enum NameSpace {
    /** A client's own {@code unique_id}, at most 64 characters, used as it is. */
    CLIENT(""),
    /** A back end's {@code unique_id}. */
    SERVER("server-"),
    /** The {@code unique_id} of a row of the inbox. */
    INBOX("inbox-"),
    /** Derived by the server, for announcements and for the messages of one call. */
    DERIVED("derived-");

    private final String prefix;

    NameSpace(String prefix) {
        this.prefix = prefix;
    }

    /** The {@code send_key}. A name that is not a client's is longer than the 64 characters that clients can send. */
    public String key(String fromUid, String name) {
        return Message.sendKey(fromUid, this == CLIENT ? name : prefix + Hashes.sha256(name));
    }
}
