package io.confab.local.database.index;

import java.util.Arrays;

/**
 * The values of one type from one to another, as {@link KeyWriter} writes them; a null is no bound on that side.
 *
 * @param type any value of the type: its first byte says which
 */
record Span(byte[] type, byte[] low, boolean lowIncluded, byte[] high, boolean highIncluded) {

    static Span point(Object value) {
        byte[] bytes = KeyWriter.bytes(value);
        return new Span(bytes, bytes, true, bytes, true);
    }

    static Span above(Object value, boolean included) {
        byte[] bytes = KeyWriter.bytes(value);
        return new Span(bytes, bytes, included, null, false);
    }

    static Span below(Object value, boolean included) {
        byte[] bytes = KeyWriter.bytes(value);
        return new Span(bytes, null, false, bytes, included);
    }

    boolean isPoint() {
        return low != null && low == high;
    }

    /** Whether it is null, which stands for a missing field as well. */
    boolean isNull() {
        return KeyWriter.isNull(type);
    }

    /** What is in both; null when that is nothing. */
    Span and(Span other) {
        if (!KeyWriter.sameType(type, other.type)) {
            return null;
        }
        boolean otherLow = low == null || other.low != null && isAbove(other.low, other.lowIncluded);
        boolean otherHigh = high == null || other.high != null && isBelow(other.high, other.highIncluded);
        Span both = new Span(
                type,
                otherLow ? other.low : low,
                otherLow ? other.lowIncluded : lowIncluded,
                otherHigh ? other.high : high,
                otherHigh ? other.highIncluded : highIncluded);
        return both.isEmpty() ? null : isPoint() ? this : other.isPoint() ? other : both;
    }

    /** The keys that begin with these bytes and then have one of the values. */
    KeyRange after(byte[] prefix, boolean ascending) {
        return ascending
                ? new KeyRange(
                        edge(prefix, low, !lowIncluded, type, 0, true), edge(prefix, high, highIncluded, type, 1, true))
                : new KeyRange(
                        edge(prefix, high, !highIncluded, type, 0, false),
                        edge(prefix, low, lowIncluded, type, 1, false));
    }

    private static byte[] edge(
            byte[] prefix, byte[] value, boolean behind, byte[] type, int withoutBound, boolean ascending) {
        KeyWriter key = new KeyWriter().raw(prefix);
        if (value == null) {
            int first = ascending ? type[0] : ~type[0];
            return key.raw(first + withoutBound).toBytes();
        }
        key.raw(ascending ? value : KeyWriter.turned(value));
        return behind ? key.raw(KeyWriter.BEHIND_ALL).toBytes() : key.toBytes();
    }

    private boolean isAbove(byte[] otherLow, boolean included) {
        int order = Arrays.compareUnsigned(otherLow, low);
        return order > 0 || order == 0 && !included;
    }

    private boolean isBelow(byte[] otherHigh, boolean included) {
        int order = Arrays.compareUnsigned(otherHigh, high);
        return order < 0 || order == 0 && !included;
    }

    private boolean isEmpty() {
        if (low == null || high == null) {
            return false;
        }
        int order = Arrays.compareUnsigned(low, high);
        return order > 0 || order == 0 && !(lowIncluded && highIncluded);
    }
}
