package io.confab.edge.url;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Text beyond ASCII in a header (docs/api/README.md#calling-a-method). */
final class HeaderText {
    private static final int ESCAPE_LENGTH = 3;

    private HeaderText() {}

    /**
     * Percent-decodes once, if every {@code %} begins a valid pair and the result is UTF-8; otherwise returns the value
     * unchanged.
     */
    static String decode(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        byte[] sent = value.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(sent.length);
        for (int i = 0; i < sent.length; i++) {
            if (sent[i] != '%') {
                decoded.write(sent[i]);
            } else if (i + ESCAPE_LENGTH <= sent.length
                    && HexFormat.isHexDigit(sent[i + 1])
                    && HexFormat.isHexDigit(sent[i + 2])) {
                decoded.write((HexFormat.fromHexDigit(sent[++i]) << 4) | HexFormat.fromHexDigit(sent[++i]));
            } else {
                return value;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return value;
        }
    }
}
