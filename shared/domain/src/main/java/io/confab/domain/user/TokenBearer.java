package io.confab.domain.user;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import java.util.Optional;
import java.util.function.Function;

/**
 * A caller with a token whose signature and times are valid. It is known who they are, but not yet whether they may call: that
 * needs their user record. A method that reads the record anyway admits the bearer with it and saves a command.
 */
public final class TokenBearer {
    private final Token token;
    private final ClientInfo client;
    private final long verifiedAt;

    /**
     * @param verifiedAt a time before the user's record is read (milliseconds)
     */
    public TokenBearer(Token token, ClientInfo client, long verifiedAt) {
        this.token = token;
        this.client = client;
        this.verifiedAt = verifiedAt;
    }

    /** The bearer of a token that names a user and no sid. */
    public TokenBearer(String uid, String name, long issuedAtSeconds, long expiresAt, ClientInfo client) {
        this(
                new Token(uid, name, name, Optional.empty(), expiresAt, issuedAtSeconds, expiresAt, true),
                client,
                issuedAtSeconds * 1000);
    }

    public String uid() {
        return token.uid();
    }

    public Token token() {
        return token;
    }

    /** When the token expires (milliseconds). */
    public long expiresAt() {
        return token.expiresAt();
    }

    public ClientInfo client() {
        return client;
    }

    /**
     * A time before the user's record was read, in milliseconds: a token that is issued now must not have a later {@code iat}.
     */
    public long verifiedAt() {
        return verifiedAt;
    }

    /** Whether the token can be exchanged for a new one, because Confab has issued it. */
    public boolean isRenewable() {
        return token.renewable();
    }

    /**
     * Whether the token's session was ended with another token: this one is accepted, but does not extend the device's record.
     *
     * @param admitted the bearer as a caller, with the record that says so
     */
    public boolean isSidEnded(Caller admitted) {
        return User.names(admitted.user().endedSids, token.sid());
    }

    /** The same bearer, calling from this client. */
    public TokenBearer with(ClientInfo from) {
        return new TokenBearer(token, from, verifiedAt);
    }

    /**
     * Admits the bearer by their user record, and then does the work of the call.
     *
     * @throws Refusal if the user does not exist or may not call, if the token was revoked, or as the work throws it; it {@link
     *     Refusal#isAfterAdmission says} that nobody needs to read the record again
     */
    public <T> Admitted<T> admit(Optional<? extends User> record, Function<Caller, T> work) {
        try {
            Caller admitted = caller(record);
            return new Admitted<>(admitted, work.apply(admitted));
        } catch (Refusal e) {
            throw e.afterAdmission();
        }
    }

    private Caller caller(Optional<? extends User> record) {
        User user = record.filter(candidate -> candidate.id.equals(token.uid()))
                .orElseThrow(() -> new Refusal(ErrorCode.TOKEN_CHECK_FAILED, "the token's user does not exist"));
        user.requireGoodStanding();
        if (User.names(user.revokedTokens, token.name()) || User.names(user.revokedTokens, token.textHash())) {
            throw new Refusal(ErrorCode.TOKEN_CHECK_FAILED, "the token was revoked");
        }
        if (token.issuedAtSeconds() < TokenCut.firstGoodSecond(user)) {
            throw new Refusal(ErrorCode.TOKEN_EXPIRED, "the token was issued before the user's tokens were made void");
        }
        return new Caller(user, client);
    }
}
