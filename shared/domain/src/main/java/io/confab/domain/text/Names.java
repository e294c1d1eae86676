package io.confab.domain.text;

/**
 * Cleans names that other users see (nickname, group name, mark, class_name): characters that cannot be seen, or that change
 * the direction of the text around the name, are removed (docs/rules.md#people).
 */
public final class Names {
    /**
     * Characters that show nothing although Unicode calls them letters, marks or symbols: fillers, joiners, the empty Braille
     * cell.
     */
    private static final String FILLERS = "\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0";

    private Names() {}

    /** The name without control characters, line breaks and bidirectional controls. */
    public static String clean(String name) {
        return clean(name, Integer.MAX_VALUE);
    }

    /** A stored name for a reply: cleaned, cut to its maximum length, empty if it is absent or shows nothing. */
    public static String shown(String stored, int maxLength) {
        if (stored == null) {
            return "";
        }
        String name = clean(stored, maxLength);
        return showsNothing(name) ? "" : name;
    }

    /**
     * Whether the name shows nothing: only white space of any kind, zero-width characters, fillers, or marks without a letter,
     * which would be drawn over the text before the name.
     */
    public static boolean showsNothing(String name) {
        return name.codePoints().allMatch(Names::isInvisible);
    }

    private static String clean(String name, int maxLength) {
        StringBuilder clean = new StringBuilder(Math.min(name.length(), maxLength));
        for (int i = 0; i < name.length(); ) {
            int character = name.codePointAt(i);
            int units = Character.charCount(character);
            if (!isRemoved(character)) {
                if (clean.length() + units > maxLength) {
                    break;
                }
                clean.appendCodePoint(character);
            }
            i += units;
        }
        return clean.toString();
    }

    private static boolean isRemoved(int character) {
        return Character.isISOControl(character)
                || character == '\u2028'
                || character == '\u2029'
                || character == '\u200E'
                || character == '\u200F'
                || (character >= '\u202A' && character <= '\u202E')
                || (character >= '\u2066' && character <= '\u2069');
    }

    private static boolean isInvisible(int character) {
        return switch (Character.getType(character)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.SURROGATE -> true;
            case Character.UNASSIGNED -> isIgnorable(character);
            default -> FILLERS.indexOf(character) >= 0;
        };
    }

    /**
     * For characters that this version of Java does not know: emoji count as visible, characters that Unicode reserves as
     * ignorable do not.
     */
    private static boolean isIgnorable(int character) {
        return character == 0x2065
                || (character >= 0xFFF0 && character <= 0xFFF8)
                || (character >= 0xE0000 && character <= 0xE0FFF);
    }
}
