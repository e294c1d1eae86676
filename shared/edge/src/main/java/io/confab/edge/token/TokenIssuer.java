package io.confab.edge.token;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.User;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** Issues uni-id compatible tokens: JWT, HS256, claims in seconds (contract section 5). */
@Singleton
public class TokenIssuer {
    private static final String UNI_ID_VERSION = "3.3.0";

    private final TokenSecret secret;
    private final Clock clock;
    private final int lifeSeconds;
    private final long thresholdMillis;

    TokenIssuer(TokenSecret secret, Clock clock, ConfabConfig config) {
        this.secret = secret;
        this.clock = clock;
        this.lifeSeconds = config.tokenExpiresIn();
        this.thresholdMillis = config.tokenExpiresThreshold() * 1000L;
    }

    public IssuedToken issue(User user) {
        long issuedAt = clock.millis() / 1000;
        long expiresAt = issuedAt + lifeSeconds;
        String token = Jwt.claims()
                .claim("uid", user.id)
                .claim("role", user.role == null ? List.of() : user.role)
                .claim("permission", List.of())
                .claim("uniIdVersion", UNI_ID_VERSION)
                .issuedAt(issuedAt)
                .expiresAt(expiresAt)
                .jws()
                .algorithm(SignatureAlgorithm.HS256)
                .sign(secret.key());
        return new IssuedToken(token, expiresAt * 1000);
    }

    /** Whether the bearer's token should be renewed by this call. */
    public boolean isNearEnd(TokenBearer bearer) {
        return bearer.expiresAt() - clock.millis() < thresholdMillis;
    }
}
