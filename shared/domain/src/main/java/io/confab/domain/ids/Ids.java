package io.confab.domain.ids;

import org.bson.types.ObjectId;

/** New document ids: 24 hex digits of an ObjectId, as strings, so that ids of a moved database stay what clients know. */
public final class Ids {
    private Ids() {}

    public static String next() {
        return new ObjectId().toHexString();
    }
}
