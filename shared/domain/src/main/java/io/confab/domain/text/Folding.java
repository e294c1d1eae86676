package io.confab.domain.text;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;

/**
 * How texts are compared in searches: by NFC(lower(upper(NFC(x)))), independent of language, so that different spellings of a
 * text (composed or decomposed, upper or lower case, {@code ß} and {@code SS}) are equal (docs/rules.md#people). More than the
 * formula: {@code ẞ} is the capital of {@code ß}, and a sigma at the end of a word is a sigma, because a keyword need not be a
 * whole word.
 */
public final class Folding {
    /** Increased when {@link #fold} changes; stored folded texts are then computed again. */
    public static final int VERSION = 2;

    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private Folding() {}

    public static String fold(String text) {
        String upper = nfc(text).replace('ẞ', 'ß').toUpperCase(Locale.ROOT);
        return nfc(upper.toLowerCase(Locale.ROOT).replace('ς', 'σ'));
    }

    /** The text of a search box, without the blanks around it. */
    public static String keyword(String typed) {
        int from = 0;
        int to = typed.length();
        while (from < to && isBlank(typed.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(typed.charAt(to - 1))) {
            to--;
        }
        return typed.substring(from, to);
    }

    /** The key under which a name is stored and searched for; empty for a name that shows nothing. */
    public static String key(String name) {
        return name == null ? "" : fold(keyword(Names.clean(name)));
    }

    private static boolean isBlank(char character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || character == '\u0085'
                || character == BYTE_ORDER_MARK;
    }

    private static String nfc(String text) {
        return Normalizer.normalize(text, Form.NFC);
    }
}
