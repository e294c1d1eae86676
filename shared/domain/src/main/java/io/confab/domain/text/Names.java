package io.confab.domain.text;

/**
 * Names that others see (nickname, group name, mark, class_name): what cannot be seen or turns the text around it is no part
 * of them (docs/rules.md#people).
 */
public final class Names {
    /** What shows nothing although Unicode calls it a letter, a mark or a symbol: fillers, joiners, the empty Braille cell. */
    private static final String FILLERS = "\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0";

    private Names() {}

    /** The name without control characters, line breaks and bidirectional controls. */
    public static String clean(String name) {
        return clean(name, Integer.MAX_VALUE);
    }

    /** A stored name as it leaves: cleaned, cut to its bound, empty where it is absent or shows nothing. */
    public static String shown(String stored, int maxLength) {
        if (stored == null) {
            return "";
        }
        String name = clean(stored, maxLength);
        return showsNothing(name) ? "" : name;
    }

    /**
     * Whether nothing of it can be seen: white space of any kind, zero-width characters, fillers, or marks that have no letter
     * to stand on, which would be drawn over the text before the name.
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

    /** Of what this Java does not know yet: emoji are seen, what Unicode has set aside to be ignored is not. */
    private static boolean isIgnorable(int character) {
        return character == 0x2065
                || (character >= 0xFFF0 && character <= 0xFFF8)
                || (character >= 0xE0000 && character <= 0xE0FFF);
    }
}
