package io.confab.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.ErrorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Arrays;
import java.util.Base64;

/** Writes answers of functions, and refusals of the server itself, as HTTP responses. */
final class Replies {
    private static final String JSON = "application/json";

    private Replies() {}

    /**
     * Sends a function's answer: {@code {statusCode,headers,body,…}} is sent as such; any other object is sent as the body,
     * with the status of its {@code errCode} (docs/api/errors.md).
     */
    static void send(HttpServerResponse response, JsonNode answer) {
        if (!answer.path("statusCode").isInt()) {
            sendJson(response, httpStatus(answer.path("errCode")), answer);
            return;
        }
        response.setStatusCode(answer.get("statusCode").intValue());
        answer.path("headers")
                .properties()
                .forEach(header ->
                        response.putHeader(header.getKey(), header.getValue().asText()));
        if (!response.headers().contains("content-type")) {
            response.putHeader("content-type", JSON);
        }
        answer.path("cookies").forEach(cookie -> response.headers().add("set-cookie", cookie.asText()));
        response.end(body(answer));
    }

    static void sendError(HttpServerResponse response, ErrorCode code, String message) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("errSubject", "uni-im-co").putPOJO("errCode", code.code()).put("errMsg", message);
        sendJson(response, code.httpStatus(), error);
    }

    static void sendJson(HttpServerResponse response, int status, JsonNode body) {
        response.setStatusCode(status).putHeader("content-type", JSON).end(body.toString());
    }

    private static Buffer body(JsonNode answer) {
        String body = answer.path("body").asText("");
        return answer.path("isBase64Encoded").asBoolean()
                ? Buffer.buffer(Base64.getDecoder().decode(body))
                : Buffer.buffer(body);
    }

    private static int httpStatus(JsonNode errCode) {
        if (errCode.isMissingNode() || (errCode.isInt() && errCode.intValue() == 0)) {
            return 200;
        }
        Object code = errCode.isInt() ? (Object) errCode.intValue() : errCode.asText();
        return Arrays.stream(ErrorCode.values())
                .filter(known -> known.code().equals(code))
                .findFirst()
                .orElse(ErrorCode.INTERNAL_ERROR)
                .httpStatus();
    }
}
