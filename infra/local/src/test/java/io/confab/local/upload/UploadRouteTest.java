package io.confab.local.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.upload.UploadStorage.UploadFile;
import io.confab.local.http.TestServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class UploadRouteTest {
    private static final String SECRET = "secret";
    private static final long NOW = 1_000_000;
    private static final String KEY = "uni-im/single_1/0123456789abcdef0123456789abcdef/a.png";

    @RegisterExtension
    private final TestServer server = new TestServer();

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path data;

    @BeforeEach
    void listen() {
        Router router = server.router();
        Clock clock = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);
        new UploadRoute(server.vertx(), new UploadFolder(data), clock, SECRET)
                .mount(router, (response, refusal) -> response.setStatusCode(
                                refusal.code().httpStatus())
                        .end(refusal.getMessage()));
        server.listen(router);
    }

    private static String permitted(String key, long size, long expires) {
        SignedUpload upload = new SignedUpload(new UploadFile(key, "image/png", size), expires);
        return key + "?expires=" + expires + "&size=" + size + "&type=image%2Fpng&signature="
                + upload.signature(SECRET);
    }

    private HttpResponse<String> put(String path, BodyPublisher body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path))
                .header("content-type", "image/png")
                .PUT(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return server.uri("http", "/uploads/" + path);
    }

    @Test
    void put_permitted_isReadable() throws Exception {
        HttpResponse<String> put = put(permitted(KEY, 5, NOW + 1), BodyPublishers.ofString("hello"));

        assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
        HttpResponse<String> read = send(HttpRequest.newBuilder(uri(KEY)));
        assertThat(read.body()).isEqualTo("hello");
        assertThat(read.headers().firstValue("content-disposition")).isEmpty();
        assertThat(data.resolve("uploads-begun")).isEmptyDirectory();
    }

    @Test
    void put_expired_isRefused() throws Exception {
        HttpResponse<String> put = put(permitted(KEY, 5, NOW), BodyPublishers.ofString("hello"));

        assertThat(put.statusCode()).isEqualTo(403);
        assertThat(send(HttpRequest.newBuilder(uri(KEY))).statusCode()).isEqualTo(404);
    }

    /** Signed by ourselves and still refused: the key is looked at for itself. */
    @Test
    void put_keyThatLeadsElsewhere_isRefused() throws Exception {
        for (String key :
                new String[] {"../x", "uni-im/a/../../x", "uni-im/a/0123456789abcdef0123456789abcdef/..", "x"}) {
            String path = permitted(key, 5, NOW + 1).replace("..", "%2e%2e");

            assertThat(put(path, BodyPublishers.ofString("hello")).statusCode())
                    .as(key)
                    .isIn(403, 404);
        }
        try (Stream<Path> files = Files.walk(data)) {
            assertThat(files).containsExactly(data);
        }
    }

    @Test
    void put_withoutLength_isRefused() throws Exception {
        BodyPublisher chunked =
                BodyPublishers.fromPublisher(BodyPublishers.ofByteArray("hello".getBytes(StandardCharsets.UTF_8)));

        assertThat(put(permitted(KEY, 5, NOW + 1), chunked).statusCode()).isEqualTo(400);
    }

    /** Two that both found the place free: the move decides, and the second leaves nothing behind. */
    @Test
    void finish_whereAFileIs_leavesThatOne() throws Exception {
        UploadFolder folder = new UploadFolder(data);
        UploadFolder.Begun first = folder.begin();
        UploadFolder.Begun second = folder.begin();
        Files.writeString(first.content(), "first");
        Files.writeString(second.content(), "second");
        folder.finish(first, KEY, "image/png");

        assertThatThrownBy(() -> folder.finish(second, KEY, "image/png"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.ALREADY_HANDLED));
        folder.abandon(second);

        assertThat(folder.find(KEY).orElseThrow().content()).hasContent("first");
        assertThat(data.resolve("uploads-begun")).isEmptyDirectory();
    }

    /** With {@code LANG=C} a file cannot have such a name. */
    @Test
    void put_nameIsNotAscii_namesNoFile() throws Exception {
        String key = KEY.replace("a.png", "%E6%96%87%E4%BB%B6.png");
        String decoded = KEY.replace("a.png", "文件.png");
        String query = permitted(decoded, 5, NOW + 1).substring(decoded.length());

        HttpResponse<String> put = put(key + query, BodyPublishers.ofString("hello"));

        assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
        assertThat(put(key + query, BodyPublishers.ofString("again")).statusCode())
                .isEqualTo(409);
        assertThat(send(HttpRequest.newBuilder(uri(key))).body()).isEqualTo("hello");
        try (Stream<Path> stored = Files.walk(data)) {
            assertThat(stored.map(Path::toString)).allMatch(name -> name.matches("\\p{ASCII}+"));
        }
    }

    /** As earlier versions did. */
    @Test
    void get_storedUnderItsName_isFound() throws Exception {
        assumeThat(System.getProperty("sun.jnu.encoding")).isEqualTo("UTF-8");
        Path folder = Files.createDirectories(data.resolve("uploads").resolve(KEY.replace("a.png", "文件.png")));
        Files.writeString(folder.resolve("type"), "image/png");
        Files.writeString(folder.resolve("content"), "hello");

        HttpResponse<String> read = send(HttpRequest.newBuilder(uri(KEY.replace("a.png", "%E6%96%87%E4%BB%B6.png"))));

        assertThat(read.body()).isEqualTo("hello");
    }

    /** Stored when more types were served as they are. */
    @Test
    void get_storedAsAScript_isServedAsAHarmlessFile() throws Exception {
        Path folder = Files.createDirectories(data.resolve("uploads").resolve(KEY));
        Files.writeString(folder.resolve("type"), "application/x-javascript");
        Files.writeString(folder.resolve("content"), "alert(1)");

        HttpResponse<String> read = send(HttpRequest.newBuilder(uri(KEY)));

        assertThat(read.headers().firstValue("content-type")).hasValue("application/octet-stream");
        assertThat(read.headers().firstValue("content-disposition")).hasValue("attachment");
    }
}
