package io.confab.edge.token;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.user.Caller;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.TokenCut;
import io.confab.domain.user.User;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Issues uni-id compatible tokens: JWT, HS256, claims in seconds (docs/rules.md#accounts). */
@Singleton
public class TokenIssuer {
    static final String SID = "sid";
    static final String SID_UNTIL = "sid_until";

    private static final String UNI_ID_VERSION = "3.3.0";

    private final TokenSecret secret;
    private final Clock clock;
    private final long lifeSeconds;
    private final long thresholdMillis;

    TokenIssuer(TokenSecret secret, Clock clock, ConfabConfig config) {
        this.secret = secret;
        this.clock = clock;
        this.lifeSeconds = config.tokenExpiresIn().toSeconds();
        this.thresholdMillis = config.tokenExpiresThreshold().toMillis();
    }

    /** The user who signed in, and their token. */
    public record SignedIn(User user, IssuedToken token) {}

    /**
     * Issues a token to a user who signs in.
     *
     * @param read reads their record
     */
    public SignedIn signIn(Supplier<User> read) {
        long before = clock.millis();
        User user = read.get();
        Stamp stamp = stamp(user, before);
        return new SignedIn(user, sign(user, stamp, Map.of()));
    }

    /** Issues a token in exchange for the bearer's. It has the same sid, and says how long tokens with it may last. */
    public IssuedToken exchange(TokenBearer bearer, Caller caller) {
        User user = caller.user();
        Stamp stamp = stamp(user, bearer.verifiedAt());
        long sidUntil = bearer.token().sidUntil() / 1000;
        String sid = bearer.token().sid();
        return sign(
                user, stamp, sidUntil > stamp.expiresAt() ? Map.of(SID, sid, SID_UNTIL, sidUntil) : Map.of(SID, sid));
    }

    private record Stamp(long issuedAt, long expiresAt) {}

    /**
     * The {@code iat} of a token: not after the read that allowed it, so that a cut made since then revokes it, but after the
     * cut that was read.
     */
    private Stamp stamp(User user, long beforeRead) {
        long issuedAt = Math.max(beforeRead / 1000, TokenCut.firstGoodSecond(user));
        return new Stamp(issuedAt, issuedAt + lifeSeconds);
    }

    private IssuedToken sign(User user, Stamp stamp, Map<String, Object> more) {
        JwtClaimsBuilder claims = Jwt.claims()
                .claim("uid", user.id)
                .claim("role", user.role == null ? List.of() : user.role)
                .claim("permission", List.of())
                .claim("uniIdVersion", UNI_ID_VERSION)
                .issuedAt(stamp.issuedAt())
                .expiresAt(stamp.expiresAt());
        more.forEach(claims::claim);
        String token = claims.jws()
                .algorithm(SignatureAlgorithm.HS256)
                .sign(secret.keys().signing());
        return new IssuedToken(token, stamp.expiresAt() * 1000);
    }

    /** Whether the bearer's token should be renewed by this call. */
    public boolean isNearEnd(TokenBearer bearer) {
        return bearer.expiresAt() - clock.millis() < thresholdMillis;
    }
}
