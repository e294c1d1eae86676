package io.confab.edge.token;

import io.confab.domain.error.Refusal;
import io.confab.domain.ids.Hashes;
import java.util.Base64;

/**
 * The name that identifies a token in records of revoked tokens. It is made from the signed text, because the last character of
 * a signature has bits that decoders ignore, and some algorithms have many signatures for one text: a revoked token must not be
 * accepted again in another spelling.
 *
 * @param name the hash of header and payload
 * @param textHash the hash of the whole text, which records of earlier versions contain
 */
record TokenNames(String name, String textHash) {
    private static final int NAME_LENGTH = 32;

    /**
     * @throws Refusal 401 if the signature is not the canonical base64url of its bytes
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
        return Hashes.sha256(text).substring(0, NAME_LENGTH);
    }
}
