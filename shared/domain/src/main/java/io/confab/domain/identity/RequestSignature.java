package io.confab.domain.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of a back end's request, in upper-case hex (docs/api/README.md#signed-requests). Version 1 is over the
 * parameters; version 2 over the body's bytes and the method, so that nothing in the request is ambiguous.
 */
public final class RequestSignature {
    private static final String ALGORITHM = "HmacSHA256";

    private RequestSignature() {}

    /** @param joined {@code key=value} pairs, sorted by the code units of the keys and joined by {@code &} */
    public static String ofParams(String secret, String nonce, String timestamp, String joined) {
        return hmac(secret + nonce, timestamp + joined);
    }

    /** @param body as it was sent, byte order mark included */
    static String ofBody(String secret, String nonce, String timestamp, String method, String body) {
        return hmac(secret + nonce, timestamp + "\n" + method + "\n" + body);
    }

    /** Compares in constant time, so that the time does not reveal how much was right. */
    static boolean matches(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static String hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().withUpperCase().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
