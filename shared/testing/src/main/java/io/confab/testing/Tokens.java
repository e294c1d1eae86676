package io.confab.testing;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.JoseException;

/**
 * Mints tokens as another back end would (docs/rules.md#accounts), good ones and bad ones. Shares no code with the product.
 *
 * <pre>{@code
 * Tokens.good("alice");
 * Tokens.of("alice").roles("uni-im-admin").issued(Instant.now().minusSeconds(60)).sign();
 * }</pre>
 */
public final class Tokens {
    /** The default lifetime of a token. */
    public static final Duration LIFE = Duration.ofHours(2);

    private final JwtClaims claims = new JwtClaims();
    private boolean endChosen;

    private Tokens(String uid, Instant now) {
        claims.setClaim("uid", uid);
        claims.setClaim("role", List.of());
        claims.setClaim("permission", List.of());
        claims.setClaim("uniIdVersion", "3.3.33");
        issued(now);
    }

    /** Starts a token of a user, issued now by the system's clock. */
    public static Tokens of(String uid) {
        return new Tokens(uid, Instant.now());
    }

    public static String good(String uid) {
        return of(uid).sign();
    }

    /** Well signed, but past its end. */
    public static String expired(String uid) {
        return of(uid).issued(Instant.now().minus(LIFE.multipliedBy(2))).sign();
    }

    /** Of the algorithm {@code none}. */
    public static String unsigned(String uid) {
        return of(uid).compact(AlgorithmIdentifiers.NONE, null);
    }

    /** Signed with another secret. */
    public static String forged(String uid) {
        return of(uid).sign("another-secret-" + TestSettings.TOKEN_SECRET);
    }

    /** The signature of one user's token under the claims of another's. */
    public static String tampered(String uid, String signedUid) {
        String other = good(signedUid);
        String token = good(uid);
        return token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
    }

    /** The name of a token: the first 32 hex digits of the SHA-256 of its signed part. */
    public static String name(String token) {
        return hash(token.substring(0, token.lastIndexOf('.')));
    }

    /** The first 32 hex digits of a text's SHA-256. */
    public static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The claims of any token, its signature unseen. */
    public static JwtClaims claims(String token) {
        try {
            return JwtClaims.parse(
                    new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8));
        } catch (InvalidJwtException e) {
            throw new IllegalArgumentException("no token", e);
        }
    }

    /** The same signature as lenient decoders take it, too: spare bits, padding, foreign characters, the other alphabet. */
    public static List<String> respelled(String token) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = token.length() - 1;
        String body = token.substring(0, last);
        int digit = alphabet.indexOf(token.charAt(last));
        int dot = token.lastIndexOf('.');
        String signature = token.substring(dot + 1);
        return Stream.of(
                        body + alphabet.charAt(digit ^ 1),
                        body + alphabet.charAt(digit ^ 2),
                        body + alphabet.charAt(digit ^ 3),
                        token + "=",
                        token + "!",
                        body + "\n" + token.charAt(last),
                        token.substring(0, dot + 1) + "\n" + token.substring(dot + 1),
                        token.substring(0, dot + 1)
                                + signature.replace('-', '+').replace('_', '/'))
                .filter(spelled -> !spelled.equals(token))
                .toList();
    }

    public Tokens roles(String... roles) {
        claims.setClaim("role", List.of(roles));
        return this;
    }

    /** Sets {@code iat}, and {@code exp} to one {@link #LIFE} later unless that was chosen. */
    public Tokens issued(Instant time) {
        claims.setIssuedAt(NumericDate.fromSeconds(time.getEpochSecond()));
        if (!endChosen) {
            claims.setExpirationTime(NumericDate.fromSeconds(time.plus(LIFE).getEpochSecond()));
        }
        return this;
    }

    public Tokens expires(Instant time) {
        claims.setExpirationTime(NumericDate.fromSeconds(time.getEpochSecond()));
        endChosen = true;
        return this;
    }

    /** Adds, changes or unsets any claim. */
    public Tokens with(Consumer<JwtClaims> change) {
        change.accept(claims);
        return this;
    }

    /** The token, signed as every test's configuration expects. */
    public String sign() {
        return sign(TestSettings.TOKEN_SECRET);
    }

    public String sign(String secret) {
        return compact(
                AlgorithmIdentifiers.HMAC_SHA256,
                new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    }

    /** A token with any algorithm and key, as an attacker may send it. */
    public String compact(String algorithm, Key key) {
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        token.setDoKeyValidation(false);
        token.setHeader("typ", "JWT");
        token.setAlgorithmHeaderValue(algorithm);
        token.setPayload(claims.toJson());
        token.setKey(key);
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("cannot sign by " + algorithm, e);
        }
    }
}
