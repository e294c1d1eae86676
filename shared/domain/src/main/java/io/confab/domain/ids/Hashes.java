package io.confab.domain.ids;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes of texts, as lower-case hex of their UTF-8 bytes' digest. */
public final class Hashes {
    private Hashes() {}

    /** For ids that others compute too, and for ids that need not resist anybody. */
    public static String md5(String text) {
        return hex("MD5", text);
    }

    /** For names that nobody may be able to imitate. */
    public static String sha256(String text) {
        return hex("SHA-256", text);
    }

    private static String hex(String algorithm, String text) {
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
