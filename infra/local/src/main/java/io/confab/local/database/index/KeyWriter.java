package io.confab.local.database.index;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;

/**
 * Writes values as bytes whose order, unsigned, is the order of the values as the library sorts them; equal values give equal
 * bytes, and no value's bytes begin another's. Values that are neither null, number, text, ObjectId, boolean nor date are
 * only told apart: their order is that of their BSON.
 */
final class KeyWriter {
    /** Behind every key that begins with what stands before it: no value begins with it. */
    static final int BEHIND_ALL = 0xFF;

    /** An array without elements, which sorts before null. */
    static final Object EMPTY_ARRAY = new Object();

    private static final int MIN = 0x08;
    private static final int EMPTY = 0x10;
    private static final int NULL = 0x18;
    private static final int NUMBER = 0x20;
    private static final int TEXT = 0x30;
    private static final int OTHER = 0x40;
    private static final int OBJECT_ID = 0x70;
    private static final int BOOLEAN = 0x80;
    private static final int DATE = 0x90;
    private static final int MAX = 0xE0;
    private static final int ESCAPE = 0;
    private static final int ESCAPED = 0xFF;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** The bytes of one ascending value. */
    static byte[] bytes(Object value) {
        return new KeyWriter().value(value).toBytes();
    }

    /** The bytes with each bit turned, which sort the other way round. */
    static byte[] turned(byte[] bytes) {
        byte[] turned = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            turned[i] = (byte) ~bytes[i];
        }
        return turned;
    }

    KeyWriter raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    KeyWriter raw(int unsigned) {
        out.write(unsigned);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    private KeyWriter value(Object value) {
        if (value == EMPTY_ARRAY) {
            return raw(EMPTY);
        } else if (Missing.isNullOrMissing(value)) {
            return raw(NULL);
        } else if (value instanceof Number number) {
            return raw(NUMBER).number(number);
        } else if (value instanceof String text) {
            return raw(TEXT).text(text);
        } else if (value instanceof ObjectId id) {
            return raw(OBJECT_ID).raw(id.toByteArray());
        } else if (value instanceof Boolean truth) {
            return raw(BOOLEAN).raw(truth ? 1 : 0);
        } else if (value instanceof Instant instant) {
            return raw(DATE).whole(instant.toEpochMilli());
        } else if (value instanceof MinKey) {
            return raw(MIN);
        } else if (value instanceof MaxKey) {
            return raw(MAX);
        }
        return raw(OTHER).escaped(encoded(value));
    }

    /** The nearest double, then how far a long is from it. */
    private KeyWriter number(Number number) {
        double value = number.doubleValue() + 0.0; // −0 is 0
        long bits = Double.doubleToLongBits(value);
        long ordered = bits < 0 ? ~bits : bits | Long.MIN_VALUE;
        int rest = number instanceof Long exact ? (int) (exact - (long) value) : 0;
        return whole(ordered ^ Long.MIN_VALUE)
                .raw(rest + Short.MAX_VALUE >> Byte.SIZE)
                .raw(rest + Short.MAX_VALUE);
    }

    private KeyWriter whole(long value) {
        long unsigned = value ^ Long.MIN_VALUE;
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            raw((int) (unsigned >>> shift));
        }
        return this;
    }

    /** Each UTF-16 unit for itself, as UTF-8 would: the library compares units. */
    private KeyWriter text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == ESCAPE) {
                raw(ESCAPE).raw(ESCAPED);
            } else if (unit < 0x80) {
                raw(unit);
            } else if (unit < 0x800) {
                raw(0xC0 | unit >> 6).raw(0x80 | unit & 0x3F);
            } else {
                raw(0xE0 | unit >> 12).raw(0x80 | unit >> 6 & 0x3F).raw(0x80 | unit & 0x3F);
            }
        }
        return raw(ESCAPE).raw(ESCAPE);
    }

    private KeyWriter escaped(byte[] bytes) {
        for (byte unit : bytes) {
            raw(unit);
            if (unit == ESCAPE) {
                raw(ESCAPED);
            }
        }
        return raw(ESCAPE).raw(ESCAPE);
    }

    private static byte[] encoded(Object value) {
        ByteBuf buffer = Unpooled.buffer();
        try {
            BsonEncoder.encodeDocument(new Document("", value), buffer);
            return ByteBufUtil.getBytes(buffer);
        } finally {
            buffer.release();
        }
    }

    static boolean isNull(byte[] bytes) {
        return bytes[0] == NULL;
    }

    /** Whether the first bytes say that both are of one type, so that they can be compared. */
    static boolean sameType(byte[] one, byte[] other) {
        return Arrays.equals(one, 0, 1, other, 0, 1);
    }
}
