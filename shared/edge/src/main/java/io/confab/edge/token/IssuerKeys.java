package io.confab.edge.token;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.confab.domain.config.ConfabConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jose4j.http.Get;
import org.jose4j.http.SimpleGet;
import org.jose4j.http.SimpleResponse;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;

/**
 * Reads an issuer's key set for jose4j's cache, which asks when its copy is too old or a token names an unknown key. Two limits
 * are added: the set is downloaded at most once in an interval, even if the download failed or brought nothing new, so that
 * tokens with invented key names cannot cause many requests to the issuer; and a download that takes too long counts as failed.
 * Until then the known keys are used.
 */
final class IssuerKeys implements SimpleGet {
    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MAX_BODY = 512 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Get http = new Get();
    private final String issuer;
    private final Optional<String> configuredUrl;
    private final long intervalNanos;
    private long lastAsked;
    private boolean asked;
    private SimpleResponse lastAnswer;

    private IssuerKeys(ConfabConfig.Oidc config) {
        this.issuer = config.issuer().orElseThrow();
        this.configuredUrl = config.jwksUrl();
        this.intervalNanos = config.keysInterval().toNanos();
        http.setConnectTimeout((int) PATIENCE.toMillis());
        http.setReadTimeout((int) PATIENCE.toMillis());
        http.setRetries(0);
        http.setResponseBodySizeLimit(MAX_BODY);
    }

    /** Finds the key that a token names in the issuer's set; nothing is read before the first token. */
    static VerificationKeyResolver resolver(ConfabConfig.Oidc config) {
        HttpsJwks keys = new HttpsJwks(config.jwksUrl().or(config::issuer).orElseThrow());
        keys.setSimpleHttpGet(new IssuerKeys(config));
        keys.setRefreshReprieveThreshold(0);
        keys.setRetainCacheOnErrorDuration(Math.max(
                1, TimeUnit.MILLISECONDS.toSeconds(config.keysInterval().toMillis())));
        HttpsJwksVerificationKeyResolver resolver = new HttpsJwksVerificationKeyResolver(keys);
        resolver.setDisambiguateWithVerifySignature(true);
        return resolver;
    }

    /**
     * The first calls of a process may come at once, and jose4j asks for each of them: those that wait for the download get its
     * result.
     */
    @Override
    public synchronized SimpleResponse get(String ignored) throws IOException {
        if (asked && System.nanoTime() - lastAsked < intervalNanos) {
            if (lastAnswer == null) {
                throw new IOException("the issuer did not answer a moment ago");
            }
            return lastAnswer;
        }
        asked = true;
        lastAsked = System.nanoTime();
        lastAnswer = null;
        lastAnswer = http.get(configuredUrl.isPresent() ? configuredUrl.get() : discover());
        return lastAnswer;
    }

    private String discover() throws IOException {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        String url = JSON.readTree(http.get(base + DISCOVERY).getBody())
                .path("jwks_uri")
                .asText("");
        boolean safe = url.startsWith("https://") || (url.startsWith("http://") && base.startsWith("http://"));
        if (!safe) {
            throw new IOException("the issuer's configuration names no https jwks_uri");
        }
        return url;
    }
}
