package io.confab.domain.text;

/** Cuts texts by UTF-16 units, never inside a surrogate pair (docs/rules.md#people, docs/rules.md#ids). */
public final class Cut {
    private Cut() {}

    /** The beginning: at most {@code length} units, one less where the last would be half of a pair. */
    public static String first(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, isInsidePair(text, length) ? length - 1 : length);
    }

    /** The end: at most {@code length} units, one less where the first would be half of a pair. */
    public static String last(String text, int length) {
        int from = text.length() - length;
        if (from <= 0) {
            return text;
        }
        return text.substring(isInsidePair(text, from) ? from + 1 : from);
    }

    private static boolean isInsidePair(String text, int at) {
        return at > 0
                && at < text.length()
                && Character.isHighSurrogate(text.charAt(at - 1))
                && Character.isLowSurrogate(text.charAt(at));
    }
}
