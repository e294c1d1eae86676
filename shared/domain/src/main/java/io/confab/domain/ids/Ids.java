package io.confab.domain.ids;

import java.util.HexFormat;

/**
 * New document ids: 24 hex digits of an ObjectId, as strings, the form that ids in an imported database have. They are not made
 * by the driver, whose random part is drawn once and stays the same in all processes that are started from one snapshot.
 */
public final class Ids {
    private static final HexFormat HEX = HexFormat.of();

    private Ids() {}

    /** Seconds, five bytes of this process, and three that count. */
    public static String next() {
        ProcessRandom process = ProcessRandom.current();
        return HEX.toHexDigits(System.currentTimeMillis() / 1_000, 8)
                + HEX.toHexDigits(process.own(), 10)
                + HEX.toHexDigits(process.count(), 6);
    }
}
