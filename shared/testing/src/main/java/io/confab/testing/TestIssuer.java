package io.confab.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** An OpenID Connect issuer on the loopback interface: its configuration, its key set, its tokens, its bad days. */
public final class TestIssuer implements AutoCloseable {
    /** The audience of its tokens. */
    public static final String AUDIENCE = "confab";

    private static final int RSA_BITS = 2_048;

    /** To draw one takes a second or two in a test's JVM, so all issuers of it share them. */
    private static final List<RsaJsonWebKey> DRAWN = new ArrayList<>();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<PublicJsonWebKey> published = new ArrayList<>();
    private final AtomicInteger keyReads = new AtomicInteger();
    private int rsaKeys;
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean down;

    private TestIssuer(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, configuration()));
        server.createContext("/keys", exchange -> {
            keyReads.incrementAndGet();
            answer(exchange, keys());
        });
        server.start();
    }

    /** Starts on a port, 0 for any that is free. */
    public static TestIssuer start(int port) {
        try {
            return new TestIssuer(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How often the key set was asked for. */
    public int keyReads() {
        return keyReads.get();
    }

    /** Answers only after this time. */
    public void delay(Duration time) {
        delay = time;
    }

    /** Answers nothing but 503. */
    public void down(boolean isDown) {
        down = isDown;
    }

    /** Publishes an RSA key that this issuer has not published before. */
    public synchronized PublicJsonWebKey newRsaKey(String kid) {
        RsaJsonWebKey drawn = drawn(rsaKeys++);
        RsaJsonWebKey key = new RsaJsonWebKey(drawn.getRsaPublicKey());
        key.setPrivateKey(drawn.getRsaPrivateKey());
        return publish(key, kid);
    }

    private static RsaJsonWebKey drawn(int index) {
        synchronized (DRAWN) {
            try {
                while (DRAWN.size() <= index) {
                    DRAWN.add(RsaJwkGenerator.generateJwk(RSA_BITS));
                }
            } catch (JoseException e) {
                throw new IllegalStateException(e);
            }
            return DRAWN.get(index);
        }
    }

    /** Publishes a new elliptic curve key. */
    public synchronized PublicJsonWebKey newEcKey(String kid) {
        try {
            return publish(EcJwkGenerator.generateJwk(EllipticCurves.P256), kid);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A good token of a subject, changed in any way, signed by any algorithm and key. */
    public String token(String subject, Consumer<JwtClaims> change, String algorithm, String kid, Key key) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(url());
        claims.setAudience(AUDIENCE);
        claims.setSubject(subject);
        claims.setIssuedAt(NumericDate.fromSeconds(Instant.now().getEpochSecond()));
        claims.setExpirationTime(
                NumericDate.fromSeconds(Instant.now().plusSeconds(600).getEpochSecond()));
        change.accept(claims);
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        token.setDoKeyValidation(false);
        token.setAlgorithmHeaderValue(algorithm);
        token.setKeyIdHeaderValue(kid);
        token.setPayload(claims.toJson());
        token.setKey(key);
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("cannot sign by " + algorithm, e);
        }
    }

    /** A good RS256 token of a subject. */
    public String token(String subject, PublicJsonWebKey key) {
        return token(subject, claims -> {}, "RS256", key.getKeyId(), key.getPrivateKey());
    }

    /** Publishes a key that another tool has written as JSON. */
    public synchronized void publish(String key) {
        try {
            published.add(PublicJsonWebKey.Factory.newPublicJwk(key));
        } catch (JoseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private PublicJsonWebKey publish(PublicJsonWebKey key, String kid) {
        key.setKeyId(kid);
        published.add(key);
        return key;
    }

    private String configuration() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("issuer", url())
                .put("jwks_uri", url() + "/keys")
                .toString();
    }

    private synchronized String keys() {
        return new JsonWebKeySet(published.toArray(JsonWebKey[]::new))
                .toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    private void answer(HttpExchange exchange, String json) throws IOException {
        try (exchange) {
            Thread.sleep(delay.toMillis());
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("cache-control", "max-age=1");
            exchange.sendResponseHeaders(down ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
