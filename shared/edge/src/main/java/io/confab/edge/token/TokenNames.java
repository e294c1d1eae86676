package io.confab.edge.token;

import io.confab.domain.error.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What names a token. It is what is signed, because the last character of a signature has bits that no decoder looks at, and
 * some algorithms have many signatures for one text: a revoked token must not be good again in another spelling.
 *
 * @param name of header and payload
 * @param textHash of the whole text, by which records of former versions name it
 */
record TokenNames(String name, String textHash) {
    private static final int NAME_BYTES = 16;

    /**
     * @throws Refusal 401 for a signature that is not the one base64url of its bytes
     */
    static TokenNames of(String token) {
        int end = token.lastIndexOf('.');
        if (end < 0 || !isCanonical(token.substring(end + 1))) {
            throw TokenVerifier.failed("the token is not valid");
        }
        return new TokenNames(hash(token.substring(0, end)), hash(token));
    }

    private static boolean isCanonical(String signature) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(signature);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(signature);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
