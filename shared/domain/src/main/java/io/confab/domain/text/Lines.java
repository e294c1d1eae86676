package io.confab.domain.text;

import java.util.regex.Pattern;

/** Texts that are shown on one line: {@code last_msg_note}, titles and contents of pushes. */
public final class Lines {
    /** Every line break of Unicode: LF, VT, FF, CR, U+0085, U+2028, U+2029. */
    private static final Pattern BREAKS = Pattern.compile("\\v+");

    private Lines() {}

    /** The text without its line breaks. */
    public static String joined(String text) {
        return BREAKS.matcher(text).replaceAll("");
    }
}
