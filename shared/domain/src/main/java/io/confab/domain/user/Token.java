package io.confab.domain.user;

import java.util.Optional;

/**
 * What a token says whose signature and time are good.
 *
 * @param name names it by what is signed, whatever its signature looks like
 * @param textHash what names it in records of former versions
 * @param claimedSid the sid it was given when it was issued in exchange for another
 * @param sidUntil when, at the latest known, the last token of its sid ends (milliseconds)
 * @param issuedAtSeconds its {@code iat}
 * @param expiresAt its end in milliseconds
 * @param renewable whether it is one of ours; others are renewed by their issuer alone
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

    /** What this token and all that were issued in exchange for it, or with it for another, have in common. */
    public String sid() {
        return claimedSid.orElse(name);
    }
}
