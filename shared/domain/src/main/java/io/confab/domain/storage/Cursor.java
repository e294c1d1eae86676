package io.confab.domain.storage;

import io.confab.domain.error.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * An opaque page cursor: values for one particular list, with a checksum. The checksum finds mistakes; it proves nothing about
 * the origin, because anybody can compute it. So a cursor's content is user input: each value is read with its type, and
 * everything that {@link #encode} would not have written for this list is refused.
 */
public final class Cursor {
    private static final int MAX_LENGTH = 2_048;
    private static final String SEPARATOR = "\n";

    /** The largest time or message number; adding the size of a page to it cannot overflow int64. */
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,15}");

    private final Iterator<String> values;

    private Cursor(List<String> values) {
        this.values = values.iterator();
    }

    /**
     * @param list names the list and every argument that must stay the same from page to page
     */
    public static String encode(String list, Object... values) {
        StringBuilder text = new StringBuilder();
        for (Object value : values) {
            text.append(escaped(value.toString())).append(SEPARATOR);
        }
        text.append(checksum(list, text.toString()));
        return spelled(text.toString());
    }

    /**
     * Reads the values in the order in which they were given to {@link #encode}.
     *
     * @param reader takes all of them, one after the other
     * @throws Refusal {@code param-error} when they are not exactly what the reader asks for, or the cursor is damaged, too
     *     long or of another list
     */
    public static <T> T decode(String list, String cursor, Function<Cursor, T> reader) {
        Cursor values = new Cursor(values(list, cursor));
        T read = reader.apply(values);
        if (values.values.hasNext()) {
            throw damaged();
        }
        return read;
    }

    /**
     * For a list that has no second page: every cursor belongs to another list.
     *
     * @throws Refusal {@code param-error} when there is one
     */
    public static void requireNone(Optional<String> cursor) {
        if (cursor.isPresent()) {
            throw damaged();
        }
    }

    /** The next value, a whole number that is not negative. */
    public long number() {
        String value = text();
        if (!NUMBER.matcher(value).matches()) {
            throw damaged();
        }
        return Long.parseLong(value);
    }

    /** The next value, whatever it is. */
    public String text() {
        if (!values.hasNext()) {
            throw damaged();
        }
        return unescaped(values.next());
    }

    /** The next value, one of these. */
    public String oneOf(String... allowed) {
        String value = text();
        if (!Arrays.asList(allowed).contains(value)) {
            throw damaged();
        }
        return value;
    }

    private static List<String> values(String list, String cursor) {
        if (cursor.length() > MAX_LENGTH) {
            throw damaged();
        }
        String text;
        try {
            text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw damaged();
        }
        if (!spelled(text).equals(cursor)) {
            throw damaged();
        }
        int end = text.lastIndexOf(SEPARATOR) + 1;
        if (end == 0 || !text.substring(end).equals(checksum(list, text.substring(0, end)))) {
            throw damaged();
        }
        return List.of(text.substring(0, end - 1).split(SEPARATOR, -1));
    }

    /** The one spelling of this text: the last character of other spellings has bits that say nothing, or padding follows it. */
    private static String spelled(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String escaped(String value) {
        return value.replace("%", "%25").replace(SEPARATOR, "%0A");
    }

    private static String unescaped(String value) {
        return value.replace("%0A", SEPARATOR).replace("%25", "%");
    }

    private static String checksum(String list, String text) {
        CRC32 crc = new CRC32();
        crc.update((list + SEPARATOR + text).getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    private static Refusal damaged() {
        return Refusal.badParam("cursor", "not a cursor of this list");
    }
}
