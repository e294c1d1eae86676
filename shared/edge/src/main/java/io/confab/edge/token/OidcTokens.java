package io.confab.edge.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confab.domain.config.ConfabConfig;
import io.confab.domain.identity.IssuerAccounts;
import io.confab.domain.identity.IssuerAccounts.Subject;
import io.confab.domain.user.Token;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.VerificationKeyResolver;

/**
 * Tokens of the configured OpenID Connect issuer (docs/rules.md#accounts; docs/decisions/0020-an-issuers-tokens.md): signed
 * with the configured algorithm by a key of the issuer's set, from this issuer, for this audience, with {@code iat} and {@code
 * exp}. Which user the uid claim names is decided by {@link IssuerAccounts}.
 *
 * <p>Nothing is loaded before the first such token, so without an issuer, and for Confab's own tokens, it costs nothing. Used
 * by many threads.
 */
@Singleton
class OidcTokens {
    private static final Set<String> ALGORITHMS = Set.of("RS256", "ES256");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ConfabConfig.Oidc config;
    private final IssuerAccounts accounts;
    private final Clock clock;
    private volatile VerificationKeyResolver keys;

    OidcTokens(ConfabConfig config, IssuerAccounts accounts, Clock clock) {
        this.config = config.oidc();
        this.accounts = accounts;
        this.clock = clock;
        if (this.config.issuer().isPresent()) {
            requireUsable(config);
        }
    }

    /** Whether this token claims to be signed by the issuer's algorithm; decides only which keys it is verified with. */
    boolean concerns(String token) {
        if (config.issuer().isEmpty()) {
            return false;
        }
        try {
            int end = token.indexOf('.');
            JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(token.substring(0, Math.max(0, end))));
            return header != null
                    && config.algorithm().equals(header.path("alg").textValue());
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * @throws io.confab.domain.error.Refusal 401, as for Confab's own tokens; also if the issuer's keys cannot be downloaded
     */
    Token verify(String token) {
        TokenNames names = TokenNames.of(token);
        try {
            JwtClaims claims = consume(token);
            Object claim = claims.getClaimValue(config.uidClaim());
            if (!(claim instanceof String name) || name.isEmpty()) {
                throw TokenVerifier.failed("the token names no user by its claim " + config.uidClaim());
            }
            long expiresAt = claims.getExpirationTime().getValueInMillis();
            return new Token(
                    accounts.uid(subject(name, claims)),
                    names.name(),
                    names.textHash(),
                    TokenVerifier.sid(claims.getClaimValue(TokenIssuer.SID)),
                    expiresAt,
                    claims.getIssuedAt().getValue(),
                    expiresAt,
                    false);
        } catch (InvalidJwtException e) {
            if (e.hasErrorCode(ErrorCodes.EXPIRED) && e.getErrorDetails().size() == 1) {
                throw TokenVerifier.expired();
            }
            throw TokenVerifier.failed(
                    isCausedByTransport(e)
                            ? "the keys of the token's issuer cannot be read at present"
                            : "the token is not valid");
        } catch (MalformedClaimException e) {
            throw TokenVerifier.failed("the token is not valid");
        }
    }

    private JwtClaims consume(String token) throws InvalidJwtException {
        return new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, config.algorithm())
                .setVerificationKeyResolver(keys())
                .setExpectedIssuer(config.issuer().orElseThrow())
                .setExpectedAudience(config.audience().orElseThrow())
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                .build()
                .processToClaims(token);
    }

    private static Subject subject(String id, JwtClaims claims) {
        return new Subject(
                id,
                Stream.of("name", "preferred_username")
                        .flatMap(claim -> text(claims, claim).stream())
                        .toList(),
                text(claims, "picture"));
    }

    private static Optional<String> text(JwtClaims claims, String claim) {
        return claims.getClaimValue(claim) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private VerificationKeyResolver keys() {
        VerificationKeyResolver known = keys;
        if (known == null) {
            synchronized (this) {
                known = keys == null ? IssuerKeys.resolver(config) : keys;
                keys = known;
            }
        }
        return known;
    }

    private static boolean isCausedByTransport(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private static void requireUsable(ConfabConfig config) {
        ConfabConfig.Oidc oidc = config.oidc();
        if (oidc.audience().isEmpty()) {
            throw new IllegalStateException(
                    "CONFAB_OIDC_AUDIENCE must be set: tokens for other applications are not for us");
        }
        if (!ALGORITHMS.contains(oidc.algorithm())) {
            throw new IllegalStateException("CONFAB_OIDC_ALGORITHM must be one of " + ALGORITHMS);
        }
        String keysFrom = oidc.jwksUrl().or(oidc::issuer).orElseThrow();
        if (!keysFrom.startsWith("https://") && !config.local()) {
            throw new IllegalStateException("CONFAB_OIDC_ISSUER, CONFAB_OIDC_JWKS_URL: keys are read by https only");
        }
    }
}
