package io.confab.local.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.local.invoke.FakeFunctions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionRouteTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "secret";
    private static final int MEBIBYTE = 1 << 20;

    @RegisterExtension
    private final TestServer server = new TestServer();

    private final HttpClient client = HttpClient.newHttpClient();
    private volatile JsonNode seen;

    @BeforeEach
    void listen() {
        FakeFunctions functions = new FakeFunctions()
                .with("echo", event -> answer(event, reply(200, "{\"errCode\":0}")))
                .with("limited", event -> {
                    ObjectNode reply = reply(429, "{}");
                    reply.putObject("headers").put("Retry-After", "1");
                    return reply;
                })
                .with("broken", event -> {
                    throw new IllegalStateException("not for clients");
                })
                .withInternal(
                        "internal",
                        event -> answer(event, errCode(JSON.getNodeFactory().numberNode(0))))
                .withInternal("picky", event -> errCode(JSON.getNodeFactory().textNode("group-not-found")));
        Clock clock = Clock.fixed(Instant.ofEpochMilli(1_000), ZoneOffset.UTC);
        Router router = server.router();
        router.route("/:method")
                .handler(new FunctionRoute(server.vertx(), functions, JSON, new UrlEvents(clock), SECRET));
        server.listen(router);
    }

    @Test
    void post_textBody_givesTheFunctionAUrlEvent() throws Exception {
        HttpResponse<String> response = send(request("echo?a=b%20c")
                .header("X-Client-App-Id", "app")
                .POST(BodyPublishers.ofString("{\"to_uid\":\"é\"}")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"errCode\":0}");
        assertThat(seen.path("version").asText()).isEqualTo("2.0");
        assertThat(seen.path("rawPath").asText()).isEqualTo("/echo");
        assertThat(seen.path("rawQueryString").asText()).isEqualTo("a=b%20c");
        assertThat(seen.at("/headers/x-client-app-id").asText()).isEqualTo("app");
        assertThat(seen.path("body").asText()).isEqualTo("{\"to_uid\":\"é\"}");
        assertThat(seen.path("isBase64Encoded").asBoolean()).isFalse();
        JsonNode context = seen.path("requestContext");
        assertThat(context.path("requestId").asText()).isNotEmpty();
        assertThat(context.path("timeEpoch").asLong()).isEqualTo(1_000);
        assertThat(context.at("/http/method").asText()).isEqualTo("POST");
        assertThat(context.at("/http/path").asText()).isEqualTo("/echo");
        assertThat(context.at("/http/sourceIp").asText()).isEqualTo("127.0.0.1");
    }

    @Test
    void post_bytesThatAreNoText_areBase64() throws Exception {
        byte[] bytes = {(byte) 0xff, 0, 1};

        send(request("echo").POST(BodyPublishers.ofByteArray(bytes)));

        assertThat(seen.path("isBase64Encoded").asBoolean()).isTrue();
        assertThat(Base64.getDecoder().decode(seen.path("body").asText())).isEqualTo(bytes);
    }

    private String raw(byte[] request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.uri("http", "/").getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request);
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void header_beyondAscii_isReadAsUtf8WhereItIsThat() throws IOException {
        String request = "POST /echo HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nx-client-device-id: 手机é\r\n"
                + "content-length: 0\r\n\r\n";

        raw(request.getBytes(UTF_8));
        assertThat(seen.at("/headers/x-client-device-id").asText()).isEqualTo("手机é");

        raw(request.replace("手机", "").getBytes(ISO_8859_1));
        assertThat(seen.at("/headers/x-client-device-id").asText()).isEqualTo("é");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+2", "x", "2, 3", "9223372036854775808", "99999999999999999999", "0x2", ""})
    void contentLength_thatIsNone_isABadRequest(String length) throws IOException {
        String answer = raw(("POST /echo HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: " + length
                        + "\r\n\r\n{}")
                .getBytes(UTF_8));

        assertThat(answer).startsWith("HTTP/1.1 400 ");
        assertThat(seen).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "[]", "null", "{", "\"text\""})
    void internalMethod_eventThatIsNoObject_isABadRequest(String body) throws Exception {
        HttpResponse<String> response = send(
                request("picky").header(FunctionRoute.INTERNAL_HEADER, SECRET).POST(BodyPublishers.ofString(body)));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("param-error");
    }

    @Test
    void otherVerb_isTheFunctionsOwnBusiness() throws Exception {
        send(request("echo").DELETE());

        assertThat(seen.at("/requestContext/http/method").asText()).isEqualTo("DELETE");
        assertThat(seen.has("body")).isFalse();
    }

    @Test
    void reply_headersAndStatus_arePassedOn() throws Exception {
        HttpResponse<String> response = send(request("limited").POST(BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("retry-after")).hasValue("1");
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    }

    @Test
    void functionThrows_is500WithoutItsText() throws Exception {
        HttpResponse<String> response = send(request("broken").POST(BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("internal-error").doesNotContain("not for clients");
    }

    @Test
    void unknownMethod_is404() throws Exception {
        HttpResponse<String> response = send(request("nope").POST(BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(response.body()).path("errCode").asText()).isEqualTo("method-not-found");
    }

    @Test
    void internal_withTheSecret_getsTheBodyAsItsEvent() throws Exception {
        HttpResponse<String> response = send(request("internal")
                .header(FunctionRoute.INTERNAL_HEADER, SECRET)
                .POST(BodyPublishers.ofString("{\"pushParam\":{}}")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(seen).isEqualTo(JSON.readTree("{\"pushParam\":{}}"));
    }

    @Test
    void internal_wrongOrNoSecret_getsAUrlEventWithoutIt() throws Exception {
        send(request("internal")
                .header(FunctionRoute.INTERNAL_HEADER, "wrong")
                .POST(BodyPublishers.ofString("{\"pushParam\":{}}")));

        assertThat(seen.path("version").asText()).isEqualTo("2.0");
        assertThat(seen.path("headers").has(FunctionRoute.INTERNAL_HEADER)).isFalse();
    }

    @Test
    void internal_noSecret_isCalledWithoutTheBodyHoweverLarge() throws Exception {
        HttpResponse<String> response =
                send(request("internal").POST(BodyPublishers.ofByteArray(new byte[3 * MEBIBYTE])));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(seen.path("version").asText()).isEqualTo("2.0");
        assertThat(seen.path("body").asText()).isEmpty();
    }

    @Test
    void secret_onAnOrdinaryMethod_changesNothing() throws Exception {
        send(request("echo").header(FunctionRoute.INTERNAL_HEADER, SECRET).POST(BodyPublishers.ofString("{}")));

        assertThat(seen.path("version").asText()).isEqualTo("2.0");
    }

    @Test
    void internal_errCode_decidesTheStatus() throws Exception {
        HttpResponse<String> response = send(
                request("picky").header(FunctionRoute.INTERNAL_HEADER, SECRET).POST(BodyPublishers.ofString("{}")));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(response.body()).path("errCode").asText()).isEqualTo("group-not-found");
    }

    @Test
    void internal_brokenJson_is400() throws Exception {
        HttpResponse<String> response = send(request("internal")
                .header(FunctionRoute.INTERNAL_HEADER, SECRET)
                .POST(BodyPublishers.ofString("{")));

        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void body_slightlyOver1Mb_reachesTheFunction() throws Exception {
        send(request("echo").POST(BodyPublishers.ofString("a".repeat(MEBIBYTE + 1))));

        assertThat(seen.path("body").asText()).hasSize(MEBIBYTE + 1);
    }

    @Test
    void body_farOver1Mb_is413WithoutTheFunction() throws Exception {
        byte[] large = "a".repeat(3 * MEBIBYTE).getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> response = send(request("echo").POST(BodyPublishers.ofByteArray(large)));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("body-too-large");
        assertThat(seen).isNull();
    }

    private JsonNode answer(JsonNode event, JsonNode reply) {
        seen = event;
        return reply;
    }

    private static ObjectNode reply(int status, String body) {
        return JsonNodeFactory.instance.objectNode().put("statusCode", status).put("body", body);
    }

    private static ObjectNode errCode(JsonNode code) {
        return JsonNodeFactory.instance.objectNode().set("errCode", code);
    }

    private HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(server.uri("http", "/" + pathAndQuery));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
