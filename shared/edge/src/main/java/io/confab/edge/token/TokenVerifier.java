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
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * Verifies signature and time of a token. The algorithm is pinned: a token that names another, or none, is refused (contract
 * section 5). Whether the user may call is decided by {@link TokenBearer#admit}.
 */
@Singleton
public class TokenVerifier {
    private static final int MAX_LENGTH = 8_192;
    private static final int TOKEN_ID_BYTES = 16;

    private final JWTParser parser;
    private final JWTAuthContextInfo hs256;
    private final Clock clock;

    TokenVerifier(JWTParser parser, TokenSecret secret, Clock clock) {
        this.parser = parser;
        this.clock = clock;
        this.hs256 = new JWTAuthContextInfo();
        hs256.setSecretVerificationKey(secret.key());
        hs256.setSignatureAlgorithm(Set.of(SignatureAlgorithm.HS256));
        hs256.setRequireNamedPrincipal(false);
        hs256.setClockSkew(0);
        hs256.setExpGracePeriodSecs(0);
    }

    /**
     * @throws Refusal 401: {@code uni-id-check-token-failed}, or {@code uni-id-token-expired} past its end
     */
    public TokenBearer verify(Optional<String> token, ClientInfo client) {
        String text = token.filter(given -> !given.isEmpty() && given.length() <= MAX_LENGTH)
                .orElseThrow(() -> failed("a token is required"));
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
            return parser.parse(token, hs256);
        } catch (ParseException e) {
            boolean onlyExpired = e.getCause() instanceof InvalidJwtException cause && cause.hasExpired();
            throw onlyExpired ? expired() : failed("the token is not valid");
        }
    }

    private static String tokenId(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, TOKEN_ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Refusal failed(String why) {
        return new Refusal(ErrorCode.TOKEN_CHECK_FAILED, why);
    }

    private static Refusal expired() {
        return new Refusal(ErrorCode.TOKEN_EXPIRED, "the token has expired");
    }
}
