package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.message.Message;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class GetUploadUrlFunctionTest extends FunctionTestBase {
    private Message message;

    /** What the role of the function gives it on Lambda. */
    @BeforeAll
    static void credentials() {
        System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
        System.setProperty("aws.secretAccessKey", "secret");
    }

    @AfterAll
    static void noCredentials() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @BeforeEach
    void conversation() {
        message = chats.text("alice", "bob", "a file comes");
    }

    private Reply upload(Map<String, ?> params) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "conversation_id", message.conversationId, "name", "a.png", "size", 5, "contentType", "image/png"));
        all.putAll(params);
        return call("getUploadUrl", "alice", all);
    }

    @Test
    void getUploadUrl_own_isAFormForThatFileAlone() {
        // When
        Reply reply = call(event("upload"));

        // Then
        assertThat(reply.outcome()).as(reply.errMsg()).isEqualTo("200 0");
        assertThat(reply.text("/data/upload/method")).isEqualTo("POST");
        assertThat(reply.text("/data/upload/url")).isEqualTo("https://uploads-bucket.s3.eu-central-1.amazonaws.com");
        String key = reply.text("/data/upload/fields/key");
        assertThat(key).matches("uni-im/" + message.conversationId + "/[0-9a-f]{32}/报告_2026\\.pdf");
        assertThat(reply.text("/data/upload/fields/Content-Type")).isEqualTo("application/pdf");
        assertThat(new String(
                        Base64.getDecoder().decode(reply.text("/data/upload/fields/policy")), StandardCharsets.UTF_8))
                .contains("[\"content-length-range\",1024,1024]", "[\"eq\",\"$key\",\"" + key + "\"]");
        assertThat(reply.text("/data/url"))
                .isEqualTo(reply.text("/data/upload/url") + "/" + key.replace("报告", "%E6%8A%A5%E5%91%8A"));
        assertThat(reply.data().get("upload").has("headers")).isFalse();
        assertThat(call(event("upload")).text("/data/url")).isNotEqualTo(reply.text("/data/url"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "../../etc/passwd|passwd",
                "..\\..\\boot.ini|boot.ini",
                "..|file",
                ".htaccess|htaccess",
                "a b?c#d%2e%2e.txt|a_b_c_d_2e_2e.txt",
                "a..b.txt|a.b.txt",
                "/|file"
            })
    void getUploadUrl_anyName_becomesOneHarmlessSegment(String name, String safe) {
        Reply reply = upload(Map.of("name", name));

        assertThat(reply.text("/data/upload/fields/key")).endsWith("/" + safe).doesNotContain("..");
    }

    @Test
    void getUploadUrl_longName_keepsItsEnd() {
        Reply reply = upload(Map.of("name", "x".repeat(250) + ".docx"));

        assertThat(reply.text("/data/upload/fields/key")).endsWith("xx.docx").hasSizeLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "image/svg+xml",
                "application/xhtml+xml",
                "application/xml",
                "text/javascript",
                "model/mesh",
                "image",
                "image/png\r\nx: y",
                "image/png; charset=x"
            })
    void getUploadUrl_typeThatIsNotAllowed_isRefused(String type) {
        assertThat(upload(Map.of("contentType", type)).outcome()).isEqualTo("400 param-error");
    }

    @Test
    void getUploadUrl_badRequest_isRefused() {
        Message others = chats.text("bob", "carol", "hi");

        assertThat(call(event("forbidden-type")).outcome()).isEqualTo("400 param-error");
        assertThat(upload(Map.of("conversation_id", others.conversationId)).outcome())
                .isEqualTo("403 no-permission");
        assertThat(upload(Map.of("conversation_id", "group_none")).outcome()).isEqualTo("403 not-group-member");
        assertThat(upload(Map.of("size", 104_857_601)).outcome()).isEqualTo("413 body-too-large");
        assertThat(upload(Map.of("size", 104_857_600)).outcome()).isEqualTo("200 0");
        assertThat(upload(Map.of("size", 0)).outcome()).isEqualTo("400 param-error");
        assertThat(upload(Map.of("size", "5")).outcome()).isEqualTo("400 param-error");
        assertThat(upload(Map.of("name", "")).outcome()).isEqualTo("400 param-error");
        assertThat(upload(Map.of("contentType", "IMAGE/PNG")).outcome()).isEqualTo("200 0");
    }
}
