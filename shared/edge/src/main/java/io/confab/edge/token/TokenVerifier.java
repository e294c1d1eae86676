package io.confab.edge.token;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.user.ClientInfo;
import io.confab.domain.user.Token;
import io.confab.domain.user.TokenBearer;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.inject.Singleton;
import jakarta.json.JsonNumber;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * Verifies signature and time of a token. The algorithm is pinned: a token that names another, or none, is refused
 * (docs/rules.md#accounts). A token that names the configured issuer's algorithm is verified by {@link OidcTokens}, with the
 * issuer's keys only; every other token with Confab's own secrets only. An {@code iat} in the future is accepted, because a
 * token that is issued right after signing out everywhere has an {@code iat} after that. Whether the user may call is decided
 * by {@link TokenBearer#admit}. A token that was verified is not verified again in this process, see {@link VerifiedTokens}.
 */
@Singleton
public class TokenVerifier {
    private static final int MAX_LENGTH = 8_192;
    private static final int MAX_SID = 128;
    private static final int MAX_REMEMBERED = 10_000;

    private final JWTParser parser;
    private final JWTAuthContextInfo current;
    private final Optional<JWTAuthContextInfo> previous;
    private final OidcTokens oidc;
    private final Clock clock;
    private final VerifiedTokens verified = new VerifiedTokens(MAX_REMEMBERED);

    TokenVerifier(JWTParser parser, TokenSecret secret, OidcTokens oidc, Clock clock) {
        this.parser = parser;
        this.oidc = oidc;
        this.clock = clock;
        this.current = hs256(secret.key());
        this.previous = secret.previous().map(TokenVerifier::hs256);
    }

    /**
     * @throws Refusal 401: {@code uni-id-check-token-failed}, or {@code uni-id-token-expired} after it has expired
     */
    public TokenBearer verify(Optional<String> token, ClientInfo client) {
        String text = token.filter(given -> !given.isEmpty() && given.length() <= MAX_LENGTH)
                .orElseThrow(() -> failed("a token is required"));
        long now = clock.millis();
        Token remembered =
                verified.find(text, now).orElseGet(() -> oidc.concerns(text) ? oidc.verify(text) : own(text, now));
        return new TokenBearer(remembered, client, now);
    }

    /** A token of Confab's own, which is remembered; an issuer may withdraw its keys, so its tokens are not. */
    private Token own(String text, long now) {
        TokenNames names = TokenNames.of(text);
        JsonWebToken jwt = parse(text);
        Object uid = jwt.getClaim("uid");
        if (!(uid instanceof String name) || name.isEmpty()) {
            throw failed("the token names no uid");
        }
        long expiresAt = jwt.getExpirationTime() * 1000;
        if (expiresAt <= now) {
            throw expired();
        }
        Token token = new Token(
                name,
                names.name(),
                names.textHash(),
                sid(jwt.getClaim(TokenIssuer.SID)),
                Math.max(expiresAt, sidUntil(jwt.getClaim(TokenIssuer.SID_UNTIL))),
                jwt.getIssuedAtTime(),
                expiresAt,
                true);
        verified.add(text, token);
        return token;
    }

    /** A sid in the form that Confab or an issuer gives it; anything else counts as absent. */
    static Optional<String> sid(Object claim) {
        return claim instanceof String text && !text.isEmpty() && text.length() <= MAX_SID
                ? Optional.of(text)
                : Optional.empty();
    }

    private static long sidUntil(Object claim) {
        return claim instanceof JsonNumber seconds ? seconds.longValue() * 1000 : 0;
    }

    private JsonWebToken parse(String token) {
        try {
            return parser.parse(token, current);
        } catch (ParseException e) {
            if (isOnlyExpired(e)) {
                throw expired();
            }
            return parsePrevious(token);
        }
    }

    private JsonWebToken parsePrevious(String token) {
        try {
            return parser.parse(token, previous.orElseThrow(TokenVerifier::invalid));
        } catch (ParseException e) {
            throw isOnlyExpired(e) ? expired() : invalid();
        }
    }

    private static JWTAuthContextInfo hs256(SecretKey key) {
        JWTAuthContextInfo info = new JWTAuthContextInfo();
        info.setSecretVerificationKey(key);
        info.setSignatureAlgorithm(Set.of(SignatureAlgorithm.HS256));
        info.setRequireNamedPrincipal(false);
        info.setClockSkew(0);
        info.setExpGracePeriodSecs(0);
        return info;
    }

    private static boolean isOnlyExpired(ParseException e) {
        return e.getCause() instanceof InvalidJwtException cause && cause.hasExpired();
    }

    private static Refusal invalid() {
        return failed("the token is not valid");
    }

    static Refusal failed(String why) {
        return new Refusal(ErrorCode.TOKEN_CHECK_FAILED, why);
    }

    static Refusal expired() {
        return new Refusal(ErrorCode.TOKEN_EXPIRED, "the token has expired");
    }
}
