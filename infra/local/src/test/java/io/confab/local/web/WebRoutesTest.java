package io.confab.local.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confab.domain.config.ConfabConfig;
import io.confab.local.http.TestServer;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.ext.web.Router;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebRoutesTest {
    private static final String PAGE = "<!doctype html><script src=app.js></script>";
    private static final String SCRIPT = "console.log('你好')".repeat(100);

    @RegisterExtension
    private final TestServer server = new TestServer();

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void root_isTheClientsPageWithAPolicy() throws Exception {
        serve(true);

        HttpResponse<String> page = get("/?embed=1");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo(PAGE);
        assertThat(header(page, "content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(page, "cache-control")).isEqualTo("no-cache");
        assertThat(header(page, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(header(page, "referrer-policy")).isEqualTo("no-referrer");
        assertThat(header(page, "content-security-policy").split("; "))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "frame-ancestors 'none'",
                        "connect-src 'self' ws://" + authority() + " wss://" + authority() + " http://127.0.0.1:1",
                        "require-trusted-types-for 'script'");
    }

    @Test
    void file_isZippedForWhoAccepts_andNotSentTwice() throws Exception {
        serve(true);

        HttpResponse<String> plain = get("/app.js");
        HttpResponse<byte[]> zipped = client.send(
                request("/app.js").header("accept-encoding", "br, gzip").build(), BodyHandlers.ofByteArray());
        String etag = zipped.headers().firstValue("etag").orElseThrow();
        HttpResponse<byte[]> known = client.send(
                request("/app.js")
                        .header("accept-encoding", "gzip")
                        .header("if-none-match", etag)
                        .build(),
                BodyHandlers.ofByteArray());

        assertThat(plain.body()).isEqualTo(SCRIPT);
        assertThat(header(plain, "content-type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(zipped.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(unzip(zipped.body())).isEqualTo(SCRIPT);
        assertThat(etag).isNotEqualTo(header(plain, "etag"));
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip;q=0", "br", "identity, gzip;q=0.0"})
    void file_isPlainForWhoDoesNotAcceptGzip(String accepted) throws Exception {
        serve(true);

        HttpResponse<String> plain = client.send(
                request("/app.js").header("accept-encoding", accepted).build(), BodyHandlers.ofString());

        assertThat(plain.body()).isEqualTo(SCRIPT);
    }

    @Test
    void head_hasTheHeadersAlone() throws Exception {
        serve(true);

        HttpResponse<String> head = client.send(
                request("/").method("HEAD", HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.ofString());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "content-length")).isEqualTo(Integer.toString(PAGE.length()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing.js",
                "/%2e%2e/application.properties",
                "/../application.properties",
                "/..%2f..%2fapplication.properties",
                "/META-INF/confab-web/app.js",
                "//app.js",
                "/app.js/"
            })
    void otherNames_areLeftToTheNextRoute(String path) throws Exception {
        serve(true);

        assertThat(get(path).body()).isEqualTo("next");
    }

    @ParameterizedTest
    @CsvSource({"/?a=b,/?a=b", "/index.html,/index.html"})
    void pageUnderLocalhost_redirectsWithPortAndQuery(String asked, String expected) throws Exception {
        serve(true);
        int port = server.uri("http", "/").getPort();

        HttpResponse<String> redirect = client.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + asked))
                        .build(),
                BodyHandlers.ofString());

        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(header(redirect, "location")).isEqualTo("http://127.0.0.1:" + port + expected);
    }

    @Test
    void notBuilt_saysHowToBuildIt() throws Exception {
        serve(new WebFiles(Map.of()), Map.of(), true);

        assertThat(get("/").body()).contains("infra/web/build");
    }

    @Test
    void config_namesThisServerAndDemoUsers() throws Exception {
        serve(true);

        JsonNode config = config();

        assertThat(config.at("/endpoint").asText()).isEqualTo("http://" + authority());
        assertThat(config.at("/socket").asText()).isEqualTo("ws://" + authority() + "/ws");
        assertThat(config.at("/files").asText()).isEqualTo("http://127.0.0.1:1/uploads/");
        assertThat(config.at("/appId").asText()).isEqualTo("demo");
        assertThat(config.at("/auth/kind").asText()).isEqualTo("dev");
        assertThat(config.at("/auth/users").toString()).startsWith("[\"alice\",\"bob\"");
    }

    @Test
    void config_issuer_comesBeforeDemoUsers() throws Exception {
        serve(files(), Map.of("confab.oidc.issuer", "https://id.example/realm", "confab.oidc.audience", "chat"), true);

        JsonNode config = config();

        assertThat(config.get("auth").toString())
                .isEqualTo("{\"kind\":\"oidc\",\"issuer\":\"https://id.example/realm\",\"clientId\":\"chat\"}");
        assertThat(header(get("/"), "content-security-policy")).contains(" https://id.example;");
    }

    @Test
    void config_databaseElsewhere_namesNoDemoUsers() throws Exception {
        serve(false);

        assertThat(config().get("auth").toString()).isEqualTo("{\"kind\":\"external\"}");
    }

    @Test
    void config_pagesThatMayShowTheClient_maySignTheirVisitorsIn() throws Exception {
        Map<String, String> framed = Map.of("confab.web.frame-ancestors", "https://a.example, https://b.example");
        serve(files(), framed, false);

        assertThat(config().get("auth").toString())
                .isEqualTo("{\"kind\":\"external\",\"allowedParents\":[\"https://a.example\",\"https://b.example\"]}");
    }

    @Test
    void frameAncestors_areThoseThatAreSet() throws Exception {
        serve(files(), Map.of("confab.web.frame-ancestors", "https://a.example,https://b.example"), true);

        assertThat(header(get("/"), "content-security-policy"))
                .contains("frame-ancestors https://a.example https://b.example;");
    }

    private void serve(boolean open) {
        serve(files(), Map.of(), open);
    }

    private void serve(WebFiles files, Map<String, String> settings, boolean open) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .withMapping(WebSettings.class)
                .withMapping(ConfabConfig.class)
                .withValidateUnknown(false)
                .build();
        Router router = server.router();
        new WebRoutes(
                        config.getConfigMapping(WebSettings.class),
                        config.getConfigMapping(ConfabConfig.class).oidc(),
                        files,
                        "http://127.0.0.1:1",
                        open)
                .mount(router);
        router.route().handler(context -> context.end("next"));
        server.listen(router);
    }

    private static WebFiles files() {
        return new WebFiles(Map.of(
                "index.html", PAGE.getBytes(StandardCharsets.UTF_8),
                "app.js", SCRIPT.getBytes(StandardCharsets.UTF_8)));
    }

    private String authority() {
        return "127.0.0.1:" + server.uri("http", "/").getPort();
    }

    private JsonNode config() throws Exception {
        return new ObjectMapper().readTree(get("/config.json").body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.uri("http", path));
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }

    private static String unzip(byte[] zipped) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(zipped)).readAllBytes(), StandardCharsets.UTF_8);
    }
}
