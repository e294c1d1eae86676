package io.confab.domain.user;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import java.util.Optional;

/**
 * Someone with a token whose signature and time are good. Who they are is known, whether they may call is not: that
 * takes their user record, so a method that reads it anyway admits the bearer from its own read and saves a command.
 *
 * <p>Used by one call, on one thread.
 */
public final class TokenBearer {
    private final String uid;
    private final String tokenId;
    private final long issuedAtSeconds;
    private final long expiresAt;
    private final ClientInfo client;
    private final boolean renewable;
    private Caller caller;

    /**
     * @param tokenId names this token among all
     * @param issuedAtSeconds the token's {@code iat}
     * @param expiresAt the token's end in milliseconds
     */
    public TokenBearer(String uid, String tokenId, long issuedAtSeconds, long expiresAt, ClientInfo client) {
        this(uid, tokenId, issuedAtSeconds, expiresAt, client, true);
    }

    private TokenBearer(
            String uid, String tokenId, long issuedAtSeconds, long expiresAt, ClientInfo client, boolean renewable) {
        this.uid = uid;
        this.tokenId = tokenId;
        this.issuedAtSeconds = issuedAtSeconds;
        this.expiresAt = expiresAt;
        this.client = client;
        this.renewable = renewable;
    }

    /** Someone with a token of another issuer, who alone renews it. */
    public static TokenBearer ofIssuer(
            String uid, String tokenId, long issuedAtSeconds, long expiresAt, ClientInfo client) {
        return new TokenBearer(uid, tokenId, issuedAtSeconds, expiresAt, client, false);
    }

    public String uid() {
        return uid;
    }

    public String tokenId() {
        return tokenId;
    }

    /** The token's end in milliseconds. */
    public long expiresAt() {
        return expiresAt;
    }

    public ClientInfo client() {
        return client;
    }

    /** Whether the token is one of ours. */
    public boolean isRenewable() {
        return renewable;
    }

    /** The same bearer, calling from this client. */
    public TokenBearer with(ClientInfo from) {
        return new TokenBearer(uid, tokenId, issuedAtSeconds, expiresAt, from, renewable);
    }

    /** The caller, when a read of this call has admitted them. */
    public Optional<Caller> caller() {
        return Optional.ofNullable(caller);
    }

    /**
     * Admits the bearer on the strength of their user record.
     *
     * @throws Refusal when the user does not exist, is not in good standing, or the token was revoked
     */
    public Caller admit(Optional<User> record) {
        User user = record.filter(candidate -> candidate.id.equals(uid))
                .orElseThrow(() -> new Refusal(ErrorCode.TOKEN_CHECK_FAILED, "the token's user does not exist"));
        user.requireGoodStanding();
        if (user.revokedTokens != null && user.revokedTokens.stream().anyMatch(revoked -> revoked.id.equals(tokenId))) {
            throw new Refusal(ErrorCode.TOKEN_CHECK_FAILED, "the token was revoked");
        }
        if (user.validTokenDate != null && issuedAtSeconds < Math.floorDiv(user.validTokenDate, 1000L)) {
            throw new Refusal(ErrorCode.TOKEN_EXPIRED, "the token was issued before the user's valid_token_date");
        }
        caller = new Caller(user, client);
        return caller;
    }
}
