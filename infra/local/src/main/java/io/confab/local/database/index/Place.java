package io.confab.local.database.index;

import java.util.Arrays;

/** Where a document lies in its collection: the bytes of its id. */
public final class Place {
    private final byte[] bytes;

    public Place(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The place of a document with this id. */
    public static Place of(Object id) {
        return new Place(KeyWriter.bytes(id));
    }

    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Place place && Arrays.equals(bytes, place.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return Arrays.toString(bytes);
    }
}
