package io.confab.edge.token;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.user.ClientInfo;
import io.confab.domain.user.TokenBearer;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * Verifies signature and time of a token. The algorithm is pinned: a token that names another, or none, is refused (contract
 * section 5). What says that it is of the configured issuer's algorithm is verified by {@link OidcTokens}, with the issuer's
 * keys alone; everything else by our own secrets alone. Whether the user may call is decided by {@link TokenBearer#admit}.
 */
@Singleton
public class TokenVerifier {
    private static final int MAX_LENGTH = 8_192;
    private static final int TOKEN_ID_BYTES = 16;

    private final JWTParser parser;
    private final JWTAuthContextInfo current;
    private final Optional<JWTAuthContextInfo> previous;
    private final OidcTokens oidc;
    private final Clock clock;

    TokenVerifier(JWTParser parser, TokenSecret secret, OidcTokens oidc, Clock clock) {
        this.parser = parser;
        this.oidc = oidc;
        this.clock = clock;
        this.current = hs256(secret.key());
        this.previous = secret.previous().map(TokenVerifier::hs256);
    }

    /**
     * @throws Refusal 401: {@code uni-id-check-token-failed}, or {@code uni-id-token-expired} past its end
     */
    public TokenBearer verify(Optional<String> token, ClientInfo client) {
        String text = token.filter(given -> !given.isEmpty() && given.length() <= MAX_LENGTH)
                .orElseThrow(() -> failed("a token is required"));
        if (oidc.concerns(text)) {
            OidcTokens.Verified verified = oidc.verify(text);
            return TokenBearer.ofIssuer(
                    verified.uid(), tokenId(text), verified.issuedAtSeconds(), verified.expiresAt(), client);
        }
        JsonWebToken jwt = parse(text);
        Object uid = jwt.getClaim("uid");
        if (!(uid instanceof String name) || name.isEmpty()) {
            throw failed("the token names no uid");
        }
        if (jwt.getExpirationTime() * 1000 <= clock.millis()) {
            throw expired();
        }
        return new TokenBearer(name, tokenId(text), jwt.getIssuedAtTime(), jwt.getExpirationTime() * 1000, client);
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

    private static String tokenId(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, TOKEN_ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
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
