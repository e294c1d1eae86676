package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A laptop's server is private: tests who may call it, over a plain socket. */
interface DoorTests extends UsesConfab {
    /** The callers that the tested server accepts in addition to this machine. */
    Map<String, String> SETTINGS = Map.of(
            "CONFAB_ALLOW_HOSTS", "proxy.example",
            "CONFAB_ALLOW_ORIGINS", "https://chat.example");

    String HOST = "Host: 127.0.0.1";

    private String ask(String... lines) {
        return new RawHttp(confab().server().port()).ask(lines);
    }

    private static void assertRefused(String answer) {
        assertThat(answer)
                .matches("(?s)HTTP/1[.][01] 403 .*")
                .contains("\"errCode\":\"no-permission\"")
                .doesNotContainIgnoringCase("access-control-allow")
                .doesNotContain("evil");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:1",
                "a.localhost.",
                "127.0.0.1:9",
                "127.8.8.8",
                "[::1]:80",
                "Proxy.Example:443"
            })
    default void host_ofThisMachineOrListed_isAnswered(String host) {
        assertThat(ask("GET /health HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "127.1", "2130706433", "0x7f000001",
                        "[::ffff:127.0.0.1]",
                "[::1%25lo]", "user@localhost", "localhost@evil.example", "localhost:80:evil", "localhost..", "0.0.0.0",
                        ""
            })
    default void host_ofElsewhere_isRefusedWhateverItAsks(String host) {
        String header = "Host: " + host;

        assertRefused(ask("GET / HTTP/1.1", header));
        assertRefused(ask("POST /devLogin HTTP/1.1", header, "Content-Length: 1000000"));
    }

    @Test
    default void host_missingDoubledOrContradicted_isRefused() {
        assertRefused(ask("GET /health HTTP/1.1"));
        assertRefused(ask("GET /health HTTP/1.0"));
        assertRefused(ask("GET /health HTTP/1.1", HOST, "Host: evil.example"));
        assertRefused(ask("GET /health HTTP/1.1", "Host: evil.example", HOST));
        assertRefused(ask("GET /health HTTP/1.1", HOST, HOST));
        assertRefused(ask("GET http://evil.example/health HTTP/1.1", HOST));
        assertRefused(ask("GET HTTP://user@localhost/health HTTP/1.1", HOST));
        assertThat(ask("GET http://localhost/health HTTP/1.1", HOST)).startsWith("HTTP/1.1 200 ");
        assertThat(ask("GET evil.example/health HTTP/1.1", HOST)).doesNotContain("build");
        assertThat(ask("CONNECT evil.example:80 HTTP/1.1", HOST)).startsWith("HTTP/1.1 4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health",
                "/",
                "/dev/",
                "/dev/offline-pushes",
                "/devLogin",
                "/getConversationList",
                "/sendPushMsg",
                "/ws?deviceId=d&appId=a",
                "/uploads/uni-im/a/b/c",
                "/nowhere",
                "/%2e%2e/dev/"
            })
    default void everyPath_isBehindTheDoor(String path) {
        for (String verb : new String[] {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"}) {
            assertThat(ask(verb + " " + path + " HTTP/1.1", "Host: evil.example"))
                    .as(verb)
                    .startsWith("HTTP/1.1 403 ");
            assertThat(ask(verb + " " + path + " HTTP/1.1", HOST, "Origin: https://evil.example"))
                    .as(verb)
                    .startsWith("HTTP/1.1 403 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:3000",
                "https://127.0.0.1",
                "http://[::1]:5173",
                "http://app.localhost",
                "https://chat.example"
            })
    default void origin_ofThisMachineOrListed_mayCallAndReadTheAnswer(String origin) {
        String answer = ask(
                "POST /devLogin HTTP/1.1",
                HOST,
                "Origin: " + origin,
                "Content-Length: 20",
                "",
                "{\"username\":\"alice\"}");
        String preflight = ask(
                "OPTIONS /sendMsg HTTP/1.1",
                HOST,
                "Origin: " + origin,
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: authorization,uni-id-signature-v2,x-confab-internal");

        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\"token\"");
        assertThat(answer).containsIgnoringCase("access-control-allow-origin: " + origin + "\r\n");
        assertThat(preflight).startsWith("HTTP/1.1 204 ");
        assertThat(preflight).containsIgnoringCase("access-control-allow-origin: " + origin + "\r\n");
        assertThat(preflight.lines().filter(line -> line.toLowerCase().startsWith("access-control-allow-headers:")))
                .singleElement()
                .asString()
                .contains("authorization", "x-client-device-id", "uni-id-signature-v2")
                .doesNotContain("x-confab-internal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "",
                "https://evil.example",
                "http://localhost.evil.example",
                "http://127.0.0.1.evil.example",
                "http://localhost/path",
                "http://user@localhost",
                "http://localhost http://evil.example",
                "http://chat.example",
                "https://chat.example.evil.example",
                "file://",
                "chrome-extension://localhost"
            })
    default void origin_ofElsewhere_isRefused(String origin) {
        String header = "Origin: " + origin;

        assertRefused(ask("POST /devLogin HTTP/1.1", HOST, header, "Content-Length: 1000000"));
        assertRefused(ask(
                "OPTIONS /sendMsg HTTP/1.1",
                HOST,
                header,
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: x-confab-internal"));
        assertRefused(ask(
                "POST /devLogin HTTP/1.1", HOST, "Origin: http://localhost", header, "Content-Length: 2", "", "{}"));
    }

    @Test
    default void bodyToCome_isAskedForBehindTheDoorAlone() {
        String[] wait = {"Content-Length: 20", "Expect: 100-continue"};

        assertRefused(ask("POST /devLogin HTTP/1.1", "Host: evil.example", wait[0], wait[1]));
        assertRefused(ask("POST /devLogin HTTP/1.1", HOST, "Origin: null", wait[0], wait[1]));
        assertThat(ask("POST /devLogin HTTP/1.1", HOST, wait[0], wait[1])).startsWith("HTTP/1.1 100 ");
    }

    @Test
    default void socket_ofThisMachineAlone_isOpened() {
        Account ada = confab().register("Ada");
        String line = "GET /ws?deviceId=d&appId=a&token=" + ada.token() + " HTTP/1.1";
        String[] upgrade = {
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
        };

        assertThat(shake(line, upgrade, HOST)).startsWith("HTTP/1.1 101 ");
        assertThat(shake(line, upgrade, "Host: localhost", "Origin: http://localhost:3000"))
                .startsWith("HTTP/1.1 101 ");
        assertRefused(shake(line, upgrade, "Host: evil.example"));
        assertRefused(shake(line, upgrade, HOST, "Origin: https://evil.example"));
        assertRefused(shake(line, upgrade, HOST, "Origin: null"));
    }

    private String shake(String line, String[] upgrade, String... headers) {
        return ask(line, String.join("\r\n", upgrade), String.join("\r\n", headers));
    }

    /** Without the preface of an upgrade a browser cannot speak so; other programs can. */
    @Test
    default void http2_hasTheSameDoor() {
        assertThat(http2("evil.example")).contains("no-permission");
        assertThat(http2("localhost")).contains("\"build\"").doesNotContain("no-permission");
    }

    private String http2(String authority) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        // Of the static table: GET, http; then a literal path and a literal authority.
        head.writeBytes(new byte[] {(byte) 0x82, (byte) 0x86, 0x44});
        literal(head, "/health");
        head.write(0x41);
        literal(head, authority);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
        request.writeBytes(new byte[] {0, 0, (byte) head.size(), 1, 5, 0, 0, 0, 1});
        request.writeBytes(head.toByteArray());
        return new RawHttp(confab().server().port()).ask(request.toByteArray());
    }

    private static void literal(ByteArrayOutputStream out, String text) {
        out.write(text.length());
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1, localhost:8080, http://127.0.0.1:8080/",
        "GET /?a=b&c=%2F HTTP/1.1, LocalHost.:1234, http://127.0.0.1:1234/?a=b&c=%2F",
        "HEAD / HTTP/1.1, localhost, http://127.0.0.1/"
    })
    default void page_underLocalhost_leadsTo127001(String line, String host, String location) {
        assertThat(ask(line, "Host: " + host))
                .startsWith("HTTP/1.1 302 ")
                .containsIgnoringCase("\r\nlocation: " + location + "\r\n");
    }

    @Test
    default void page_under127001_isServed() {
        assertThat(ask("GET / HTTP/1.1", HOST)).startsWith("HTTP/1.1 200 ").contains("<div id=\"app\">");
        assertThat(ask("HEAD / HTTP/1.1", HOST)).startsWith("HTTP/1.1 200 ");
        assertThat(ask("GET /dev/ HTTP/1.1", HOST)).contains("sendMsg", "alice", "/dev/offline-pushes");
        assertThat(ask(
                        "POST /devLogin HTTP/1.1",
                        "Host: localhost",
                        "Content-Length: 20",
                        "",
                        "{\"username\":\"alice\"}"))
                .startsWith("HTTP/1.1 200 ");
    }
}
