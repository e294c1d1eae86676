package io.confab.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The derived part of a file that is otherwise written by hand: the text between two marks, each of which is the end of a line.
 */
record Marked(String begin, String end) {
    /** The text with another body between the marks. */
    String write(String text, String body) {
        Matcher matcher = Pattern.compile("(?s)(\\Q" + begin + "\\E\n).*?(\\h*\\Q" + end + "\\E)")
                .matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("the marks " + begin + " and " + end + " are gone");
        }
        return matcher.replaceFirst("$1" + Matcher.quoteReplacement(body) + "$2");
    }
}
