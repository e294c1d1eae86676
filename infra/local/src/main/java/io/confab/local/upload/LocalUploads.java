package io.confab.local.upload;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.upload.UploadStorage;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Permits uploads to {@link UploadRoute} by a signed URL: a PUT of exactly the file for which the permission was requested.
 */
@Singleton
@Alternative
@Priority(1)
class LocalUploads implements UploadStorage {
    private final String address;
    private final String secret;
    private final Duration expiry;
    private final Clock clock;

    LocalUploads(@ConfigProperty(name = "quarkus.http.port") int port, ConfabConfig config, Clock clock) {
        this.address = "http://127.0.0.1:" + port + UploadRoute.PATH;
        this.secret = config.requestAuthSecret().orElseThrow();
        this.expiry = config.upload().expiry();
        this.clock = clock;
    }

    @Override
    public Permit permit(UploadFile file) {
        SignedUpload signed = new SignedUpload(file, clock.millis() + expiry.toMillis());
        String readUrl = address
                + Arrays.stream(file.key().split("/"))
                        .map(LocalUploads::encoded)
                        .collect(Collectors.joining("/"));
        String url = readUrl + "?expires=" + signed.expires() + "&size=" + file.size() + "&type="
                + encoded(file.contentType()) + "&signature=" + signed.signature(secret);
        return new Permit(
                "PUT", url, Map.of("content-type", file.contentType()), Map.of(), readUrl, file.contentType());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
