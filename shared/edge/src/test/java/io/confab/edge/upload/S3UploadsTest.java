package io.confab.edge.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confab.domain.upload.UploadStorage.Permit;
import io.confab.domain.upload.UploadStorage.UploadFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class S3UploadsTest {
    private static final AwsBasicCredentials KEYS = AwsBasicCredentials.create("AKIDEXAMPLE", "secret");
    private static final S3Uploads.Bucket BUCKET = new S3Uploads.Bucket(
            "files", "eu-central-1", "https://files.s3.eu-central-1.amazonaws.com", "https://cdn.example");

    private static Permit permit(AwsCredentials credentials, UploadFile file) {
        return new S3Uploads(
                        Optional.of(BUCKET),
                        Duration.ofMinutes(15),
                        Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC),
                        StaticCredentialsProvider.create(credentials))
                .permit(file);
    }

    private static JsonNode policy(Permit permit) throws Exception {
        return new ObjectMapper()
                .readTree(Base64.getDecoder().decode(permit.fields().get("policy")));
    }

    @Test
    void permit_file_signsItsNameTypeAndLength() throws Exception {
        Permit permit = permit(KEYS, new UploadFile("uni-im/group_1/abc/报告.pdf", "application/pdf", 1024));

        assertThat(permit.method()).isEqualTo("POST");
        assertThat(permit.url()).isEqualTo("https://files.s3.eu-central-1.amazonaws.com");
        assertThat(permit.readUrl()).isEqualTo("https://cdn.example/uni-im/group_1/abc/%E6%8A%A5%E5%91%8A.pdf");
        assertThat(permit.fields())
                .containsEntry("key", "uni-im/group_1/abc/报告.pdf")
                .containsEntry("Content-Type", "application/pdf")
                .doesNotContainKey("Content-Disposition")
                .containsEntry("x-amz-credential", "AKIDEXAMPLE/20260301/eu-central-1/s3/aws4_request")
                .containsEntry("x-amz-date", "20260301T120000Z")
                .doesNotContainKey("x-amz-security-token");
        assertThat(policy(permit).path("expiration").asText()).isEqualTo("2026-03-01T12:15:00.000Z");
        assertThat(policy(permit).path("conditions").toString())
                .startsWith(
                        "[{\"bucket\":\"files\"},[\"content-length-range\",1024,1024],"
                                + "[\"eq\",\"$key\",\"uni-im/group_1/abc/报告.pdf\"],[\"eq\",\"$Content-Type\",\"application/pdf\"]")
                .contains("[\"eq\",\"$x-amz-date\",\"20260301T120000Z\"]");
    }

    @Test
    void permit_emptyFileForSaving_signsThatToo() throws Exception {
        Permit permit = permit(KEYS, new UploadFile("k", "application/octet-stream", 0));

        assertThat(permit.contentType()).isEqualTo("application/octet-stream");
        assertThat(permit.fields()).containsEntry("Content-Disposition", "attachment");
        assertThat(policy(permit).path("conditions").toString())
                .contains(
                        "[\"content-length-range\",0,0]",
                        "[\"eq\",\"$Content-Type\",\"application/octet-stream\"]",
                        "[\"eq\",\"$Content-Disposition\",\"attachment\"]");
    }

    /** Reckoned independently, by a script of a few lines with Python's hmac. */
    @Test
    void permit_signature_isSignatureVersion4() {
        Permit permit = permit(KEYS, new UploadFile("uni-im/group_1/abc/a.png", "image/png", 5));

        assertThat(permit.fields()).doesNotContainKey("Content-Disposition");
        assertThat(permit.fields().get("x-amz-signature"))
                .isEqualTo("a5799206854b4c2e22e27bfe1509226ed3e7cdd1195ee4934873e2f579a6d9cd");
    }

    @Test
    void permit_temporaryCredentials_signsTheirToken() throws Exception {
        Permit permit = permit(
                AwsSessionCredentials.create("AKIDEXAMPLE", "secret", "token"), new UploadFile("k", "image/png", 5));

        assertThat(permit.fields()).containsEntry("x-amz-security-token", "token");
        assertThat(policy(permit).path("conditions").toString())
                .contains("[\"eq\",\"$x-amz-security-token\",\"token\"]");
    }

    @Test
    void permit_withoutBucket_saysWhatIsMissing() {
        S3Uploads uploads = new S3Uploads(Optional.empty(), Duration.ofMinutes(1), Clock.systemUTC(), null);

        assertThatThrownBy(() -> uploads.permit(new UploadFile("k", "image/png", 5)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CONFAB_UPLOAD_BUCKET");
    }
}
