package io.confab.domain.ids;

import org.bson.types.ObjectId;

/** New document ids: 24 hex digits of an ObjectId, as strings, the form that ids in an imported database have. */
public final class Ids {
    private Ids() {}

    public static String next() {
        return new ObjectId().toHexString();
    }
}
