package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files on a laptop: permitted, uploaded, read. */
interface UploadTests extends UsesConfab {
    byte[] FILE = {0, 1, (byte) 0xff, 10, 13};

    private JsonNode permit(Map<String, ?> params) {
        Account ada = confab().register("Ada");
        String conversationId = confab().sendText(ada, confab().register("Ben"), "a file comes")
                .path("conversation_id")
                .asText();
        Map<String, Object> all = new HashMap<>(Map.of(
                "conversation_id",
                conversationId,
                "name",
                "报告 1.pdf",
                "size",
                FILE.length,
                "contentType",
                "application/pdf"));
        all.putAll(params);
        return confab().call(ada, "getUploadUrl", all).data();
    }

    private HttpResponse<byte[]> send(String method, String url, String contentType, byte[] body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).method(method, BodyPublishers.ofByteArray(body));
        if (contentType != null) {
            request.header("content-type", contentType);
        }
        try {
            return confab().client().http().send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<byte[]> put(String url, byte[] body) {
        return send("PUT", url, "application/pdf", body);
    }

    private HttpResponse<byte[]> get(String url) {
        return send("GET", url, null, new byte[0]);
    }

    @Test
    default void upload_asPermitted_isReadBackAsItWas() {
        // Given
        JsonNode permit = permit(Map.of());
        String url = permit.path("url").asText();
        assertThat(get(url).statusCode()).isEqualTo(404);

        // When
        HttpResponse<byte[]> uploaded = send(
                permit.at("/upload/method").asText(),
                permit.at("/upload/url").asText(),
                permit.at("/upload/headers/content-type").asText(),
                FILE);

        // Then
        assertThat(uploaded.statusCode()).isEqualTo(201);
        HttpResponse<byte[]> read = get(url);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo(FILE);
        assertThat(read.headers().firstValue("content-type")).hasValue("application/pdf");
        assertThat(read.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(read.headers().firstValue("content-disposition")).isEmpty();
        assertThat(read.headers().firstValue("content-security-policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
    }

    @Test
    default void upload_avatar_isReadByEverybodyAndShown() {
        // Given
        Account ada = confab().register("Ada");
        JsonNode permit = confab().call(
                        ada,
                        "getUploadUrl",
                        Map.of("purpose", "avatar", "name", "我.png", "size", FILE.length, "contentType", "image/png"))
                .data();
        String url = permit.path("url").asText();

        // When
        int uploaded = send("PUT", permit.at("/upload/url").asText(), "image/png", FILE)
                .statusCode();
        confab().call(ada, "updateMyInfo", Map.of("avatar_file", Map.of("url", url)));

        // Then
        assertThat(uploaded).isEqualTo(201);
        assertThat(url).contains("/uni-im/avatar/" + ada.uid() + "/");
        assertThat(get(url).body()).isEqualTo(FILE);
        assertThat(get(url).headers().firstValue("content-type")).hasValue("image/png");
        assertThat(confab().call(ada, "getMyInfo", Map.of())
                        .data()
                        .at("/avatar_file/url")
                        .asText())
                .isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html|page.html|application/octet-stream|attachment",
                "image/svg+xml|สวัสดี.svg|application/octet-stream|attachment",
                "application/x-javascript|हिन्दी.js|application/octet-stream|attachment",
                "''|😀.png|application/octet-stream|attachment",
                "_|مُحَمَّد.bin|application/octet-stream|attachment",
                "text/plain; charset=utf-8|CON.txt|text/plain|attachment",
                "audio/webm;codecs=opus|字字字字.webm|audio/webm|",
                "IMAGE/PNG|a.png|image/png|"
            })
    default void upload_anyType_isServedAsAHarmlessOne(String type, String name, String served, String disposition) {
        // Given
        JsonNode permit = permit(Map.of("contentType", type, "name", name));

        // When
        int uploaded = send(
                        "PUT",
                        permit.at("/upload/url").asText(),
                        permit.at("/upload/headers/content-type").asText(),
                        FILE)
                .statusCode();

        // Then
        assertThat(uploaded).isEqualTo(201);
        HttpResponse<byte[]> read = get(permit.path("url").asText());
        assertThat(read.body()).isEqualTo(FILE);
        assertThat(read.headers().firstValue("content-type"))
                .hasValue(served)
                .hasValue(permit.path("contentType").asText());
        assertThat(read.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(read.headers().firstValue("content-disposition")).isEqualTo(Optional.ofNullable(disposition));
    }

    @Test
    default void upload_longestNames_fitTheDisk() {
        for (String letter : new String[] {"字", "𠮷", "ดี"}) {
            JsonNode permit = permit(Map.of("name", letter.repeat(120) + ".pdf"));

            assertThat(put(permit.at("/upload/url").asText(), FILE).statusCode())
                    .isEqualTo(201);
            assertThat(get(permit.path("url").asText()).body()).isEqualTo(FILE);
        }
    }

    @Test
    default void upload_again_isRefusedAndTheFirstStays() {
        // Given
        JsonNode permit = permit(Map.of());
        String url = permit.at("/upload/url").asText();
        put(url, FILE);

        // When
        HttpResponse<byte[]> again = put(url, new byte[FILE.length]);

        // Then
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(new String(again.body(), StandardCharsets.UTF_8)).contains("already-handled");
        assertThat(get(permit.path("url").asText()).body()).isEqualTo(FILE);
    }

    @Test
    default void upload_manyAtOnce_storesOne() {
        // Given
        JsonNode permit = permit(Map.of("size", 1));
        String url = permit.at("/upload/url").asText();

        // When
        List<Callable<Integer>> uploads = IntStream.range(0, 8)
                .<Callable<Integer>>mapToObj(
                        i -> () -> put(url, new byte[] {(byte) i}).statusCode())
                .toList();
        List<Integer> outcomes = Confab.atOnce(uploads);

        // Then
        assertThat(outcomes).filteredOn(status -> status == 201).hasSize(1);
        assertThat(outcomes).filteredOn(status -> status != 201).containsOnly(409);
        assertThat(get(permit.path("url").asText()).body()).containsExactly((byte) outcomes.indexOf(201));
    }

    @Test
    default void upload_empty_isAFile() {
        JsonNode permit = permit(Map.of("size", 0));
        String url = permit.at("/upload/url").asText();

        assertThat(put(url, new byte[] {1}).statusCode()).isEqualTo(413);
        assertThat(put(url, new byte[0]).statusCode()).isEqualTo(201);
        HttpResponse<byte[]> read = get(permit.path("url").asText());
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEmpty();
        assertThat(put(url, new byte[0]).statusCode()).isEqualTo(409);
    }

    @Test
    default void upload_otherThanPermitted_isRefused() {
        String url = permit(Map.of()).at("/upload/url").asText();
        String other = permit(Map.of()).at("/upload/url").asText();

        assertThat(put(url, new byte[FILE.length + 1]).statusCode()).isEqualTo(413);
        assertThat(put(url, new byte[FILE.length - 1]).statusCode()).isEqualTo(400);
        assertThat(send("PUT", url, "text/html", FILE).statusCode()).isEqualTo(400);
        assertThat(put(url.replaceFirst("size=\\d+", "size=6"), new byte[6]).statusCode())
                .isEqualTo(403);
        assertThat(put(url.replaceFirst("expires=\\d+", "expires=99999999999999"), FILE)
                        .statusCode())
                .isEqualTo(403);
        assertThat(put(url.replaceFirst("[?].*", "") + other.substring(other.indexOf('?')), FILE)
                        .statusCode())
                .isEqualTo(403);
        assertThat(put(url.replaceFirst("1\\.pdf", "%2e%2e%2f1.pdf"), FILE).statusCode())
                .isIn(403, 404);
        assertThat(put(url.replaceFirst("[?].*", ""), FILE).statusCode()).isEqualTo(403);
        assertThat(get(url).statusCode()).isEqualTo(404);
    }

    @Test
    default void read_outsideTheUploads_findsNothing() {
        String url = confab().client().url().resolve("/uploads/").toString();

        for (String path : new String[] {
            "..%2flock", "..%2f..%2fetc%2fpasswd", "uni-im/../../lock", "uni-im", "", "%00", "uni-im%2f..%2f..%2flock"
        }) {
            assertThat(get(url + path).statusCode()).as(path).isBetween(400, 499);
        }
    }
}
