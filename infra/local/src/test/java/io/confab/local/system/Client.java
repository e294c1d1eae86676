package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.api.Schemas;
import io.confab.testing.SignedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Calls methods over HTTP, and holds every success to the API reference. Safe for use by many threads. */
final class Client {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Schemas SCHEMAS = new Schemas(ReferenceTests.REFERENCE);
    private static final String REQUEST_SECRET = "confab-local-request-secret";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI url;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Client(URI url) {
        this.url = url;
    }

    HttpClient http() {
        return http;
    }

    URI url() {
        return url;
    }

    /** Calls a method with the caller's token, app and device in the headers. */
    Reply call(Account caller, String method, Map<String, ?> params) {
        return post(caller, method, JSON.valueToTree(params).toString());
    }

    /** As {@link #call}, with a body of any kind. */
    Reply post(Account caller, String method, String body) {
        HttpRequest.Builder request = post(method, body)
                .header("authorization", "Bearer " + caller.token())
                .header("x-client-app-id", caller.appId())
                .header("x-client-platform", "web");
        if (caller.deviceId() != null) {
            request.header("x-client-device-id", caller.deviceId());
        }
        return send(request);
    }

    /** Calls without any header of a client. */
    Reply callBare(String method, Map<String, ?> params) {
        return send(post(method, JSON.valueToTree(params).toString()));
    }

    /** Calls an internal method as functions and triggers may. */
    Reply callInternal(String method, JsonNode event) {
        return send(post(method, event.toString()).header("x-confab-internal", REQUEST_SECRET));
    }

    Reply verb(String verb, String path) {
        return send(HttpRequest.newBuilder(url.resolve(path)).method(verb, BodyPublishers.noBody()));
    }

    /** Registers a user as a back end does. */
    Account register(String nickname) {
        ObjectNode params = JSON.createObjectNode()
                .put("externalUid", UUID.randomUUID().toString())
                .put("nickname", nickname);
        return account(callSigned("externalRegister", params), nickname);
    }

    /** Calls as a back end. */
    Reply callSigned(String method, ObjectNode params) {
        HttpRequest.Builder request = post(method, params.toString());
        SignedRequest.headers(params, UUID.randomUUID().toString(), System.currentTimeMillis(), REQUEST_SECRET)
                .forEach(request::header);
        return send(request);
    }

    /** Logs a demo user in. */
    Account logIn(String username) {
        return account(callBare("devLogin", Map.of("username", username)), username);
    }

    private static Account account(Reply reply, String nickname) {
        reply.data();
        String token = reply.body().at("/newToken/token").asText();
        return new Account(reply.body().path("uid").asText(), nickname, token, Account.APP, "phone");
    }

    private HttpRequest.Builder post(String method, String body) {
        return HttpRequest.newBuilder(url.resolve("/" + method)).POST(BodyPublishers.ofString(body));
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
            JsonNode body = json(response.body());
            if (response.statusCode() == 200) {
                String method = response.uri().getPath().substring(1);
                assertThat(SCHEMAS.faults(method, body))
                        .as("%s: %s", method, body)
                        .isEmpty();
            }
            return new Reply(response.statusCode(), response.headers(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static JsonNode json(String body) {
        try {
            return body.isEmpty() ? JSON.missingNode() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON: " + body, e);
        }
    }
}
