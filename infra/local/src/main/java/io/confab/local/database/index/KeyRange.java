package io.confab.local.database.index;

/** The keys from one to another, both included; a null is no bound on that side. */
record KeyRange(byte[] from, byte[] to) {
    static final KeyRange ALL = new KeyRange(null, null);

    /** All keys that begin with these bytes. */
    static KeyRange beginningWith(byte[] prefix) {
        return new KeyRange(
                prefix, new KeyWriter().raw(prefix).raw(KeyWriter.BEHIND_ALL).toBytes());
    }
}
