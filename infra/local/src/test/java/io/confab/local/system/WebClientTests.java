package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packaged server has the committed web client in it. What the client does is tested in a browser (infra/web/e2e). */
interface WebClientTests extends UsesConfab {
    Path DIST = Path.of("..", "web", "client", "dist");

    @Test
    default void everyFileOfTheWebClient_isServedByteForByte() throws Exception {
        List<String> names = namesOfFiles();

        assertThat(names).contains("index.html", "app.js", "sw.js");
        for (String name : names) {
            HttpResponse<byte[]> served = get("/" + name);
            assertThat(served.statusCode()).as(name).isEqualTo(200);
            assertThat(served.body()).as(name).isEqualTo(Files.readAllBytes(DIST.resolve(name)));
        }
    }

    @Test
    default void root_isThePageOfTheWebClient() throws Exception {
        HttpResponse<byte[]> page = get("/");

        assertThat(page.body()).isEqualTo(Files.readAllBytes(DIST.resolve("index.html")));
        assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(new String(page.body(), StandardCharsets.UTF_8)).contains("<div id=\"app\">", "app.js");
    }

    private static List<String> namesOfFiles() throws IOException {
        try (Stream<Path> files = Files.list(DIST)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(confab().client().url().resolve(path)).build();
        return confab().client().http().send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
}
