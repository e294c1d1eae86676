package io.confab.domain.storage;

import io.confab.domain.error.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;

/**
 * An opaque page cursor: values, bound to the list they were made for, with a checksum. A cursor of another list, or a
 * damaged one, is refused.
 */
public final class Cursor {
    private static final String SEPARATOR = "\n";

    private Cursor() {}

    /**
     * @param list names the list and every argument that must stay the same from page to page
     */
    public static String encode(String list, Object... values) {
        StringBuilder text = new StringBuilder();
        for (Object value : values) {
            text.append(value).append(SEPARATOR);
        }
        text.append(checksum(list, text.toString()));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws Refusal when the cursor was not made by {@link #encode} for this list
     */
    public static List<String> decode(String list, String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int end = text.lastIndexOf(SEPARATOR) + 1;
            if (!text.substring(end).equals(checksum(list, text.substring(0, end)))) {
                throw damaged();
            }
            return text.substring(0, end).lines().toList();
        } catch (IllegalArgumentException e) {
            throw damaged();
        }
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
