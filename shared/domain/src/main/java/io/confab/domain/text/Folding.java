package io.confab.domain.text;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;

/**
 * How texts are compared where people search: NFC(lower(upper(NFC(x)))) of no language, so that one text in several spellings
 * (composed or not, upper or lower case, {@code ß} and {@code SS}) is one (docs/rules.md#people). More than the formula: {@code
 * ẞ} is the capital of {@code ß}, and a sigma at the end of a word is a sigma, because a keyword need not be a whole word.
 */
public final class Folding {
    /** Grows when {@link #fold} changes: what is kept of folded texts is then made again. */
    public static final int VERSION = 2;

    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private Folding() {}

    public static String fold(String text) {
        String upper = nfc(text).replace('ẞ', 'ß').toUpperCase(Locale.ROOT);
        return nfc(upper.toLowerCase(Locale.ROOT).replace('ς', 'σ'));
    }

    /** What was typed into a search box, without the blanks around it. */
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

    /** The key under which a name is found, and a search for it looks; empty for a name that shows nothing. */
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
