package io.confab.edge.upload;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The bucket of uploads, as the environment of {@code getUploadUrl} names it. */
@Singleton
class BucketSettings {
    private final Optional<String> bucket;
    private final Optional<String> region;
    private final Optional<String> endpoint;
    private final Optional<String> publicUrl;

    /**
     * @param bucket {@code CONFAB_UPLOAD_BUCKET}
     * @param region {@code AWS_REGION}
     * @param endpoint {@code CONFAB_UPLOAD_ENDPOINT}: another store with the interface of S3, addressed by path; absent for AWS
     * @param publicUrl {@code CONFAB_UPLOAD_PUBLIC_URL}: the URL that files are read from, such as a CloudFront distribution;
     *     absent: the bucket itself
     */
    BucketSettings(
            @ConfigProperty(name = "confab.upload.bucket") Optional<String> bucket,
            @ConfigProperty(name = "aws.region") Optional<String> region,
            @ConfigProperty(name = "confab.upload.endpoint") Optional<String> endpoint,
            @ConfigProperty(name = "confab.upload.public-url") Optional<String> publicUrl) {
        this.bucket = bucket;
        this.region = region;
        this.endpoint = endpoint;
        this.publicUrl = publicUrl;
    }

    Optional<String> bucket() {
        return bucket;
    }

    Optional<String> region() {
        return region;
    }

    Optional<String> endpoint() {
        return endpoint;
    }

    Optional<String> publicUrl() {
        return publicUrl;
    }
}
