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
import java.util.List;
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
    private final TokenSecret secret;
    private final OidcTokens oidc;
    private final Clock clock;
    private volatile Accepted accepted;

    TokenVerifier(JWTParser parser, TokenSecret secret, OidcTokens oidc, Clock clock) {
        this.parser = parser;
        this.oidc = oidc;
        this.clock = clock;
        this.secret = secret;
        this.accepted = Accepted.by(secret.keys());
    }

    /**
     * What is accepted as long as no secret changes; a token that was verified by a secret that is gone is not good any more.
     *
     * @param others in the order in which they are tried
     */
    private record Accepted(
            TokenSecret.Keys keys,
            JWTAuthContextInfo current,
            List<JWTAuthContextInfo> others,
            VerifiedTokens verified) {
        static Accepted by(TokenSecret.Keys keys) {
            return new Accepted(
                    keys,
                    hs256(keys.signing()),
                    keys.others().stream().map(TokenVerifier::hs256).toList(),
                    new VerifiedTokens(MAX_REMEMBERED));
        }
    }

    private Accepted accepted() {
        Accepted now = accepted;
        TokenSecret.Keys keys = secret.keys();
        if (now.keys() != keys) {
            now = Accepted.by(keys);
            accepted = now;
        }
        return now;
    }

    /**
     * @throws Refusal 401: {@code uni-id-check-token-failed}, or {@code uni-id-token-expired} after it has expired
     */
    public TokenBearer verify(Optional<String> token, ClientInfo client) {
        String text = token.filter(given -> !given.isEmpty() && given.length() <= MAX_LENGTH)
                .orElseThrow(() -> failed("a token is required"));
        long now = clock.millis();
        Accepted by = accepted();
        Token remembered = by.verified()
                .find(text, now)
                .orElseGet(() -> oidc.concerns(text) ? oidc.verify(text) : own(text, now, by));
        return new TokenBearer(remembered, client, now);
    }

    /** A token of Confab's own, which is remembered; an issuer may withdraw its keys, so its tokens are not. */
    private Token own(String text, long now, Accepted by) {
        TokenNames names = TokenNames.of(text);
        JsonWebToken jwt = parse(text, by);
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
        by.verified().add(text, token);
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

    private JsonWebToken parse(String token, Accepted by) {
        try {
            return parser.parse(token, by.current());
        } catch (ParseException e) {
            if (isOnlyExpired(e)) {
                throw expired();
            }
            return parseByOthers(token, by.others());
        }
    }

    private JsonWebToken parseByOthers(String token, List<JWTAuthContextInfo> others) {
        for (JWTAuthContextInfo other : others) {
            try {
                return parser.parse(token, other);
            } catch (ParseException e) {
                if (isOnlyExpired(e)) {
                    throw expired();
                }
            }
        }
        throw failed("the token is not valid");
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

    static Refusal failed(String why) {
        return new Refusal(ErrorCode.TOKEN_CHECK_FAILED, why);
    }

    static Refusal expired() {
        return new Refusal(ErrorCode.TOKEN_EXPIRED, "the token has expired");
    }
}
