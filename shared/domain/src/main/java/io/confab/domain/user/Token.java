package io.confab.domain.user;

import java.util.Optional;

/**
 * The content of a token whose signature and times are valid.
 *
 * @param name identifies the token by its signed content, whatever its signature looks like
 * @param textHash identifies the token in records of earlier versions
 * @param claimedSid the sid it was given when it was issued in exchange for another
 * @param sidUntil the latest known expiry of a token with its sid (milliseconds)
 * @param issuedAtSeconds its {@code iat}
 * @param expiresAt its end in milliseconds
 * @param renewable whether Confab issued it; other tokens are renewed by their issuer only
 */
public record Token(
        String uid,
        String name,
        String textHash,
        Optional<String> claimedSid,
        long sidUntil,
        long issuedAtSeconds,
        long expiresAt,
        boolean renewable) {

    /** The session of this token: the same value for all tokens that were issued in exchange for each other. */
    public String sid() {
        return claimedSid.orElse(name);
    }
}
