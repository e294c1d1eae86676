package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.confab.domain.message.Message;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
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
    private static final int LARGEST = 104_857_600;

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
        return call("getUploadUrl", "alice", params(params));
    }

    private Map<String, ?> params(Map<String, ?> params) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "conversation_id", message.conversationId, "name", "a.png", "size", 5, "contentType", "image/png"));
        all.putAll(params);
        return all;
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
        assertThat(reply.text("/data/contentType")).isEqualTo("application/pdf");
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
                "/|file",
                "สวัสดี.pdf|สวัสดี.pdf",
                "हिन्दी दस्तावेज़.docx|हिन्दी_दस्तावेज़.docx",
                "مُحَمَّد.txt|مُحَمَّد.txt",
                "Ünïcödé.PDF|Ünïcödé.PDF",
                "cafe\u0301.png|café.png",
                "q\u0323.png|q\u0323.png",
                "\u0301a.png|a.png",
                "😀.png|file.png",
                "❤\ufe0f.png|file.png",
                "a😀b.tar.gz|a_b.tar.gz",
                "x.😀|x",
                "x.png.|x.png",
                "x.png |x.png",
                "evil\u202egpj.exe|evil_gpj.exe",
                "...png|png",
                "-rf.txt|rf.txt",
                "CON.png|_CON.png",
                "nul|_nul",
                "console.log|console.log",
                "a.averyverylongextension|a.averyverylongextension"
            })
    void getUploadUrl_anyName_becomesOneHarmlessSegment(String name, String safe) {
        Reply reply = upload(Map.of("name", name));

        assertThat(reply.outcome()).as(reply.errMsg()).isEqualTo("200 0");
        assertThat(reply.text("/data/upload/fields/key")).endsWith("/" + safe).doesNotContain("..");
    }

    @Test
    void getUploadUrl_nameWithControls_becomesOneHarmlessSegment() {
        assertThat(upload(Map.of("name", "a\u0000b\r\n\u0007.t\u001bxt")).text("/data/upload/fields/key"))
                .endsWith("/a_b.t_xt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"字", "ดี", "𠮷", "x"})
    void getUploadUrl_longName_fitsAFileSystemAndKeepsItsExtension(String letters) {
        String name = letters.repeat(250 / letters.length()) + ".docx";

        String key = upload(Map.of("name", name)).text("/data/upload/fields/key");

        String segment = key.substring(key.lastIndexOf('/') + 1);
        assertThat(segment).startsWith(letters).endsWith(".docx");
        assertThat(segment.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(200);
    }

    @Test
    void getUploadUrl_longName_keepsItsEnd() {
        Reply reply = upload(Map.of("name", "x".repeat(250) + ".docx"));

        assertThat(reply.text("/data/upload/fields/key")).endsWith("xx.docx").hasSizeLessThan(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image/png|image/png",
                "IMAGE/PNG|image/png",
                "' image/jpeg '|image/jpeg",
                "image/avif|image/avif",
                "image/heic|image/heic",
                "image/tiff|image/tiff",
                "audio/webm;codecs=opus|audio/webm",
                "audio/x-caf|audio/x-caf",
                "video/mp4; codecs=\"avc1.4d002a\"|video/mp4",
                "text/plain; charset=UTF-8|text/plain",
                "application/pdf|application/pdf",
                "application/x_underscore|application/octet-stream",
                "''|application/octet-stream",
                "' '|application/octet-stream",
                "_|application/octet-stream",
                "; charset=utf-8|application/octet-stream",
                "text/html|application/octet-stream",
                "text/csv|application/octet-stream",
                "image/svg+xml|application/octet-stream",
                "image/png+xml|application/octet-stream",
                "image/vnd.microsoft.icon|application/octet-stream",
                "audio/*|application/octet-stream",
                "application/xhtml+xml|application/octet-stream",
                "application/x-javascript|application/octet-stream",
                "text/javascript|application/octet-stream",
                "application/pdfx|application/octet-stream",
                "application/zip|application/octet-stream",
                "model/gltf-binary|application/octet-stream"
            })
    void getUploadUrl_anyType_isKeptAsAHarmlessOne(String type, String kept) {
        Reply reply = upload(Map.of("contentType", type));

        assertThat(reply.outcome()).as(reply.errMsg()).isEqualTo("200 0");
        assertThat(reply.text("/data/contentType")).isEqualTo(kept);
        assertThat(reply.text("/data/upload/fields/Content-Type")).isEqualTo(kept);
        assertThat(reply.data().at("/upload/fields").has("Content-Disposition"))
                .isEqualTo(!kept.matches("(image|audio|video)/.*|application/pdf"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"image", "image/", "/png", "image/png\r\nx: y", "image /png", "image/png/x", "画像/png", "a/b,c"})
    void getUploadUrl_noType_isRefused(String type) {
        assertThat(upload(Map.of("contentType", type)).outcome()).isEqualTo("400 param-error");
    }

    /** The module's settings allow twice the largest file a day. */
    @Test
    void getUploadUrl_overTheDaysBytes_waitsForTheNextDay() {
        // Given
        clock.set(Instant.parse("2026-03-01T22:30:00Z"));
        assertThat(upload(Map.of("size", LARGEST)).outcome()).isEqualTo("200 0");
        assertThat(upload(Map.of("size", LARGEST)).outcome()).isEqualTo("200 0");

        // When
        Reply over = upload(Map.of("size", 1));

        // Then
        assertThat(over.outcome()).isEqualTo("429 rate-limited");
        assertThat(over.headers()).containsEntry("retry-after", "5400");
        assertThat(upload(Map.of("size", 0)).outcome()).isEqualTo("200 0");
        assertThat(call("getUploadUrl", "bob", params(Map.of("size", LARGEST))).outcome())
                .isEqualTo("200 0");
        clock.set(Instant.parse("2026-03-02T00:00:00Z"));
        assertThat(upload(Map.of("size", LARGEST)).outcome()).isEqualTo("200 0");
        assertThat(stored("confab-rate"))
                .extracting(day -> day.getString("_id"), day -> day.getLong("bytes"), day -> day.get("expire_at"))
                .containsExactlyInAnyOrder(
                        tuple("upload#alice#20513", 2L * LARGEST, Date.from(Instant.parse("2026-03-03T00:00:00Z"))),
                        tuple("upload#bob#20513", (long) LARGEST, Date.from(Instant.parse("2026-03-03T00:00:00Z"))),
                        tuple("upload#alice#20514", (long) LARGEST, Date.from(Instant.parse("2026-03-04T00:00:00Z"))));
    }

    @Test
    void getUploadUrl_counting_isOneSmallWriteAndNoneForARefusal() {
        Reply first = upload(Map.of());
        assertThat(commands.names()).filteredOn("update confab-rate"::equals).hasSize(1);
        Reply second = upload(Map.of());
        assertThat(commands.names()).filteredOn("update confab-rate"::equals).hasSize(1);

        assertThat(List.of(first.outcome(), second.outcome())).containsOnly("200 0");
        upload(Map.of("conversation_id", "group_none"));
        upload(Map.of("contentType", "image"));
        upload(Map.of("size", LARGEST + 1));
        assertThat(stored("confab-rate")).singleElement().satisfies(day -> assertThat(day.getLong("bytes"))
                .isEqualTo(10));
    }

    private Reply avatar(Map<String, ?> params) {
        Map<String, Object> all =
                new HashMap<>(Map.of("purpose", "avatar", "name", "我.png", "size", 5, "contentType", "image/png"));
        all.putAll(params);
        return call("getUploadUrl", "alice", all);
    }

    @Test
    void getUploadUrl_avatar_isAnImageInAFolderOfMine() {
        // When
        Reply reply = avatar(Map.of());

        // Then
        assertThat(reply.outcome()).as(reply.errMsg()).isEqualTo("200 0");
        assertThat(reply.text("/data/upload/fields/key")).matches("uni-im/avatar/alice/[0-9a-f]{32}/我\\.png");
        assertThat(reply.text("/data/contentType")).isEqualTo("image/png");
        assertThat(reply.text("/data/url")).contains("/uni-im/avatar/alice/");
        assertThat(avatar(Map.of("size", 5 << 20)).outcome()).isEqualTo("200 0");
        assertThat(avatar(Map.of("size", (5 << 20) + 1)).outcome()).isEqualTo("413 body-too-large");
        assertThat(stored("confab-rate")).singleElement().satisfies(day -> assertThat(day.getLong("bytes"))
                .isEqualTo(5 + (5 << 20)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "image/svg+xml", "text/html", "application/pdf", "video/mp4", "image/*", "image"})
    void getUploadUrl_avatarThatIsNoImage_isRefused(String type) {
        assertThat(avatar(Map.of("contentType", type)).outcome()).isEqualTo("400 param-error");
    }

    @Test
    void getUploadUrl_avatarOfAnOddId_isStillOneFolder() {
        users.add("../a/b:c");

        Reply reply = call(
                "getUploadUrl",
                "../a/b:c",
                Map.of("purpose", "avatar", "name", "a.png", "size", 5, "contentType", "image/png"));

        assertThat(reply.text("/data/upload/fields/key")).matches("uni-im/avatar/b_c/[0-9a-f]{32}/a\\.png");
    }

    @Test
    void getUploadUrl_otherPurposes_areRefused() {
        assertThat(avatar(Map.of("purpose", "poster")).outcome()).isEqualTo("400 param-error");
        assertThat(avatar(Map.of("purpose", 5)).outcome()).isEqualTo("400 param-error");
        assertThat(avatar(Map.of("conversation_id", message.conversationId)).outcome())
                .isEqualTo("400 param-error");
        assertThat(call("getUploadUrl", "alice", Map.of("name", "a.png", "size", 5))
                        .outcome())
                .isEqualTo("400 param-error");
        users.add("alice", Map.of("status", 1));
        assertThat(avatar(Map.of()).outcome()).isEqualTo("403 uni-id-account-banned");
        assertThat(stored("confab-rate")).isEmpty();
    }

    @Test
    void getUploadUrl_badRequest_isRefused() {
        Message others = chats.text("bob", "carol", "hi");

        assertThat(upload(Map.of("conversation_id", others.conversationId)).outcome())
                .isEqualTo("403 no-permission");
        assertThat(upload(Map.of("conversation_id", "group_none")).outcome()).isEqualTo("403 not-group-member");
        assertThat(upload(Map.of("size", LARGEST + 1)).outcome()).isEqualTo("413 body-too-large");
        assertThat(upload(Map.of("size", LARGEST)).outcome()).isEqualTo("200 0");
        assertThat(upload(Map.of("size", 0)).outcome()).isEqualTo("200 0");
        assertThat(upload(Map.of("size", -1)).outcome()).isEqualTo("400 param-error");
        assertThat(upload(Map.of("size", "5")).outcome()).isEqualTo("400 param-error");
        assertThat(upload(Map.of("name", "")).outcome()).isEqualTo("400 param-error");
        assertThat(upload(Map.of("name", "语".repeat(1_000))).outcome()).isEqualTo("200 0");
        assertThat(upload(Map.of("name", "语".repeat(1_001))).outcome()).isEqualTo("400 param-error");
        assertThat(upload(Map.of("contentType", 5)).outcome()).isEqualTo("400 param-error");
        assertThat(upload(Map.of("contentType", "a".repeat(1_001))).outcome()).isEqualTo("400 param-error");
    }
}
