package io.confab.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The events that functions get, as Lambda would deliver them, with all fields and not only those that the edge reads.
 *
 * <pre>{@code
 * Events.call("sendMsg").token(Tokens.good("alice")).client("app", "device", "web").body("{\"to_uid\":\"bob\"}").json();
 * }</pre>
 */
public final class Events {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOST = "abcdefghij.lambda-url.eu-central-1.on.aws";

    private Events() {}

    /** A call of a method's function URL: a POST without body, token or client. */
    public static Call call(String method) {
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "2.0").put("routeKey", "$default");
        event.put("rawPath", "/" + method).put("rawQueryString", "");
        event.putArray("cookies");
        event.putObject("headers")
                .put("content-type", "application/json")
                .put("host", HOST)
                .put("x-forwarded-proto", "https");
        ObjectNode context = event.putObject("requestContext");
        context.put("accountId", "anonymous").put("apiId", "abcdefghij").put("domainName", HOST);
        context.put("requestId", UUID.randomUUID().toString()).put("stage", "$default");
        context.put("timeEpoch", System.currentTimeMillis());
        context.putObject("http")
                .put("method", "POST")
                .put("path", "/" + method)
                .put("protocol", "HTTP/1.1")
                .put("sourceIp", "203.0.113.7")
                .put("userAgent", "confab-test");
        event.put("isBase64Encoded", false);
        return new Call(event);
    }

    /** A call with a user's good token and a JSON body; {@code params} may be a map, a node or JSON text. */
    public static String call(String method, String uid, Object params) {
        return call(method).token(Tokens.good(uid)).body(params).json();
    }

    /** An invocation by another function or a trigger: the payload is the event. */
    public static String internal(Object payload) {
        return text(payload);
    }

    /** A client opens a connection of the online channel. */
    public static String connect(String connectionId, String token, String appId, String deviceId) {
        ObjectNode event = webSocket("$connect", "CONNECT", connectionId);
        event.putObject("queryStringParameters")
                .put("token", token)
                .put("appId", appId)
                .put("deviceId", deviceId)
                .put("platform", "web");
        event.putObject("headers").put("Host", HOST).put("Upgrade", "websocket");
        return event.toString();
    }

    /** A client sends a frame. */
    public static String frame(String connectionId, String text) {
        return webSocket("$default", "MESSAGE", connectionId).put("body", text).toString();
    }

    /** A connection has ended. */
    public static String disconnect(String connectionId) {
        return webSocket("$disconnect", "DISCONNECT", connectionId).toString();
    }

    /** An event of a WebSocket API, to be completed. */
    public static ObjectNode webSocket(String routeKey, String eventType, String connectionId) {
        ObjectNode event = JSON.createObjectNode();
        event.putObject("requestContext")
                .put("routeKey", routeKey)
                .put("eventType", eventType)
                .put("connectionId", connectionId)
                .put("requestId", UUID.randomUUID().toString())
                .put("connectedAt", System.currentTimeMillis())
                .put("messageDirection", "IN")
                .put("domainName", "wxyz.execute-api.eu-central-1.amazonaws.com")
                .put("stage", "live")
                .put("apiId", "wxyz");
        return event.put("isBase64Encoded", false);
    }

    private static String text(Object json) {
        try {
            return json instanceof String text ? text : JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + json.getClass(), e);
        }
    }

    /** A function URL event in the making. */
    public static final class Call {
        private final ObjectNode event;

        private Call(ObjectNode event) {
            this.event = event;
        }

        public Call token(String token) {
            return header("authorization", "Bearer " + token);
        }

        /** Says which app, device and platform the client is. */
        public Call client(String appId, String deviceId, String platform) {
            return header("x-client-app-id", appId)
                    .header("x-client-device-id", deviceId)
                    .header("x-client-platform", platform);
        }

        /** Sets a header; function URLs deliver names in lower case. */
        public Call header(String name, String value) {
            event.withObject("/headers").put(name.toLowerCase(Locale.ROOT), value);
            return this;
        }

        public Call headers(Map<String, String> headers) {
            headers.forEach(this::header);
            return this;
        }

        public Call verb(String verb) {
            event.withObject("/requestContext").withObject("/http").put("method", verb);
            return this;
        }

        /** Sets the body: text as it is, anything else as its JSON. */
        public Call body(Object body) {
            event.put("body", text(body));
            return this;
        }

        /** Delivers the body in the form in which Lambda delivers binary content. */
        public Call base64() {
            byte[] body = event.path("body").asText().getBytes(StandardCharsets.UTF_8);
            event.put("body", Base64.getEncoder().encodeToString(body)).put("isBase64Encoded", true);
            return this;
        }

        public JsonNode node() {
            return event;
        }

        /** The event. */
        public String json() {
            return event.toString();
        }
    }
}
