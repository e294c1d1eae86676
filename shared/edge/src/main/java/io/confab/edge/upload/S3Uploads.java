package io.confab.edge.upload;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.config.ConfabConfig;
import io.confab.domain.upload.ContentTypes;
import io.confab.domain.upload.UploadStorage;
import io.quarkus.arc.DefaultBean;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * Uploads to an S3 bucket by form: the signed policy of a POST can demand an exact length and type, which a presigned PUT
 * cannot (docs/decisions/0018-uploads-by-signed-form.md). Nothing is sent to S3 here; the signature is Signature Version 4 over
 * the policy.
 */
@Singleton
@DefaultBean
class S3Uploads implements UploadStorage {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter EXPIRATION =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Optional<Bucket> bucket;
    private final Duration expiry;
    private final Clock clock;
    private AwsCredentialsProvider credentials;

    /**
     * The bucket that files are uploaded to.
     *
     * @param url the URL that the form is posted to
     * @param readUrl the beginning of the URL of a file, before its key
     */
    record Bucket(String name, String region, String url, String readUrl) {

        static Bucket of(String name, ConfabConfig.Upload settings, Optional<String> awsRegion) {
            String region = awsRegion.orElseThrow(() -> new IllegalStateException("AWS_REGION is not set"));
            String url = settings.endpoint()
                    .map(endpoint -> endpoint + "/" + name)
                    .orElse("https://" + name + ".s3." + region + ".amazonaws.com");
            return new Bucket(name, region, url, settings.publicUrl().orElse(url));
        }
    }

    @Inject
    S3Uploads(ConfabConfig config, @ConfigProperty(name = "aws.region") Optional<String> region, Clock clock) {
        this(
                config.upload().bucket().map(name -> Bucket.of(name, config.upload(), region)),
                config.upload().expiry(),
                clock,
                null);
    }

    S3Uploads(Optional<Bucket> bucket, Duration expiry, Clock clock, AwsCredentialsProvider credentials) {
        this.bucket = bucket;
        this.expiry = expiry;
        this.clock = clock;
        this.credentials = credentials;
    }

    @Override
    public Permit permit(UploadFile file) {
        Bucket target = bucket.orElseThrow(() -> new IllegalStateException("CONFAB_UPLOAD_BUCKET is not set"));
        AwsCredentials signer = credentials().resolveCredentials();
        Instant now = clock.instant();
        String scope = String.join("/", DATE.format(now), target.region(), "s3", "aws4_request");
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("key", file.key());
        fields.put("Content-Type", file.contentType());
        if (!ContentTypes.isShownInPlace(file.contentType())) {
            fields.put("Content-Disposition", "attachment");
        }
        fields.put("x-amz-algorithm", ALGORITHM);
        fields.put("x-amz-credential", signer.accessKeyId() + "/" + scope);
        fields.put("x-amz-date", DATE_TIME.format(now));
        if (signer instanceof AwsSessionCredentials session) {
            fields.put("x-amz-security-token", session.sessionToken());
        }
        String policy = Base64.getEncoder()
                .encodeToString(policy(target, file, fields, now.plus(expiry)).getBytes(StandardCharsets.UTF_8));
        fields.put("policy", policy);
        fields.put("x-amz-signature", signature(signer.secretAccessKey(), scope, policy));
        String readUrl = target.readUrl() + "/" + encoded(file.key());
        return new Permit("POST", target.url(), Map.of(), fields, readUrl, file.contentType());
    }

    /** All fields of the form must have the signed values, and the file must have exactly the given length. */
    private static String policy(Bucket target, UploadFile file, Map<String, String> fields, Instant expiration) {
        ObjectNode policy = JsonNodeFactory.instance.objectNode();
        policy.put("expiration", EXPIRATION.format(expiration));
        ArrayNode conditions = policy.putArray("conditions");
        conditions.addObject().put("bucket", target.name());
        conditions.addArray().add("content-length-range").add(file.size()).add(file.size());
        fields.forEach(
                (name, value) -> conditions.addArray().add("eq").add("$" + name).add(value));
        return policy.toString();
    }

    private static String signature(String secret, String scope, String policy) {
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, policy));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static String encoded(String key) {
        return Arrays.stream(key.split("/"))
                .map(segment -> URLEncoder.encode(segment, StandardCharsets.UTF_8))
                .collect(Collectors.joining("/"));
    }

    private synchronized AwsCredentialsProvider credentials() {
        if (credentials == null) {
            credentials = DefaultCredentialsProvider.builder().build();
        }
        return credentials;
    }
}
