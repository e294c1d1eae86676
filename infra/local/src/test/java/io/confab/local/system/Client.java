package io.confab.local.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** Calls methods over HTTP. Safe for use by many threads. */
final class Client {
    static final ObjectMapper JSON = new ObjectMapper();
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

    /** Registers a user as a back end of one's own would. */
    Account register(String nickname) {
        ObjectNode params = JSON.createObjectNode()
                .put("externalUid", UUID.randomUUID().toString())
                .put("nickname", nickname);
        String nonce = UUID.randomUUID().toString();
        HttpRequest.Builder request = post("externalRegister", params.toString());
        SignedRequest.headers(params, nonce, System.currentTimeMillis(), REQUEST_SECRET)
                .forEach(request::header);
        return account(send(request), nickname);
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
            return new Reply(response.statusCode(), response.headers(), json(response.body()));
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
