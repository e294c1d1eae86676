package io.confab.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.ErrorCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The OpenAPI 3.1 document: every method that has a URL, in the bare form of its parameters. */
final class OpenApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Map<Integer, String> STATUS = Map.of(
            400, "A parameter is wrong; errMsg names it",
            401, "The token is missing, invalid or expired",
            403, "Not allowed",
            404, "Not found",
            409, "In conflict with the present state",
            413, "Too large",
            429, "Too many calls; see Retry-After",
            500, "An error of the server",
            503, "Not ready; see Retry-After");
    private static final Set<ErrorCode> OF_ALL =
            EnumSet.of(ErrorCode.PARAM_ERROR, ErrorCode.BODY_TOO_LARGE, ErrorCode.INTERNAL_ERROR);
    private static final Set<ErrorCode> OF_TOKENS = EnumSet.of(
            ErrorCode.TOKEN_CHECK_FAILED,
            ErrorCode.TOKEN_EXPIRED,
            ErrorCode.ACCOUNT_BANNED,
            ErrorCode.ACCOUNT_AUDITING,
            ErrorCode.ACCOUNT_AUDIT_FAILED,
            ErrorCode.ACCOUNT_CLOSED);

    private final Reference reference;

    OpenApi(Reference reference) {
        this.reference = reference;
    }

    ObjectNode document() {
        ObjectNode document = JSON.objectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Confab")
                .put("version", "1")
                .put("summary", "An instant-messaging backend: one method, one function, one URL")
                .put(
                        "description",
                        "Written from functions/*/api.yaml by ./infra/api/write. On AWS every method has a URL of its own; "
                                + "there the path is empty.")
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("identifier", "Apache-2.0");
        document.putArray("servers")
                .addObject()
                .put("url", "http://127.0.0.1:8080")
                .put("description", "A laptop");
        ArrayNode tags = document.putArray("tags");
        reference.methods().stream().map(MethodReference::feature).distinct().forEach(feature -> tags.addObject()
                .put("name", feature)
                .put("description", Pages.title(feature)));
        ObjectNode paths = document.putObject("paths");
        reference.methods().forEach(method -> {
            ObjectNode path = paths.putObject("/" + method.method());
            if (method.access() == Access.OPEN) {
                path.set("get", get(method));
            }
            path.set("post", operation(method));
        });
        ObjectNode components = document.putObject("components");
        components.set("schemas", reference.components().deepCopy());
        if (reference.methods().stream().anyMatch(method -> method.access() == Access.SIGNED)) {
            components.putObject("parameters").setAll(signatureParameters());
        }
        components
                .putObject("securitySchemes")
                .putObject("token")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("bearerFormat", "JWT");
        return document;
    }

    private static ObjectNode get(MethodReference method) {
        ObjectNode operation = operation(method).put("operationId", method.method() + "ByGet");
        operation.remove("requestBody");
        return operation;
    }

    private static ObjectNode operation(MethodReference method) {
        ObjectNode operation =
                JSON.objectNode().put("operationId", method.method()).put("summary", method.summary());
        operation.putArray("tags").add(method.feature());
        if (!method.description().isEmpty()) {
            operation.put("description", method.description());
        }
        ArrayNode security = operation.putArray("security");
        if (method.access() == Access.TOKEN) {
            security.addObject().putArray("token");
        } else if (method.access() == Access.SIGNED) {
            ArrayNode parameters = operation.putArray("parameters");
            signatureParameters()
                    .fieldNames()
                    .forEachRemaining(name -> parameters.addObject().put("$ref", "#/components/parameters/" + name));
        }
        ObjectNode body = operation.putObject("requestBody");
        body.put("required", Schemas.parameters(method).has("required"));
        ObjectNode content = body.putObject("content").putObject("application/json");
        content.set("schema", Schemas.bounded(Schemas.parameters(method)));
        content.set("example", method.example().params());
        ObjectNode responses = operation.putObject("responses");
        ObjectNode success = responses.putObject("200").put("description", "Done");
        success.putObject("content").putObject("application/json").set("schema", Schemas.reply(method));
        codes(method).forEach((status, codes) -> responses.set(String.valueOf(status), refusal(method, status, codes)));
        return operation;
    }

    private static Map<Integer, List<ErrorCode>> codes(MethodReference method) {
        Set<ErrorCode> codes = EnumSet.copyOf(OF_ALL);
        if (method.access() == Access.TOKEN) {
            codes.addAll(OF_TOKENS);
        } else if (method.access() == Access.SIGNED) {
            codes.add(ErrorCode.ILLEGAL_REQUEST);
        }
        codes.addAll(method.refusals().keySet());
        if (method.mayBeNotReady()) {
            codes.add(ErrorCode.NOT_READY);
        }
        Map<Integer, List<ErrorCode>> byStatus = new TreeMap<>();
        codes.forEach(code -> byStatus.computeIfAbsent(code.httpStatus(), status -> new ArrayList<>())
                .add(code));
        return byStatus;
    }

    private static ObjectNode refusal(MethodReference method, int status, List<ErrorCode> codes) {
        ObjectNode response = JSON.objectNode().put("description", STATUS.get(status));
        ObjectNode schema =
                response.putObject("content").putObject("application/json").putObject("schema");
        schema.put("type", "object").put("additionalProperties", false);
        schema.putArray("required").add("errSubject").add("errCode").add("errMsg");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("errSubject").putArray("enum").add("uni-im-co").add("uni-id-co");
        ArrayNode values = properties.putObject("errCode").putArray("enum");
        codes.forEach(code -> values.addPOJO(code.code()));
        properties.putObject("errMsg").put("type", "string");
        if (method.access() == Access.OPEN && status == ErrorCode.NOT_READY.httpStatus()) {
            properties.set("data", method.data());
            schema.withArray("required").add("data");
        }
        if (status == ErrorCode.RATE_LIMITED.httpStatus() || status == ErrorCode.NOT_READY.httpStatus()) {
            response.putObject("headers")
                    .putObject("Retry-After")
                    .put("description", "Seconds")
                    .putObject("schema")
                    .put("type", "integer");
        }
        return response;
    }

    private static ObjectNode signatureParameters() {
        ObjectNode parameters = JSON.objectNode();
        header(parameters, "nonce", "uni-id-nonce", "1–64 characters, good once")
                .put("minLength", 1)
                .put("maxLength", 64);
        header(parameters, "timestamp", "uni-id-timestamp", "Epoch milliseconds, within 20 s")
                .put("pattern", "^[0-9]{1,16}$");
        header(parameters, "signature", "uni-id-signature", "Upper-case hex HMAC-SHA256")
                .put("pattern", "^[0-9A-F]{64}$");
        return parameters;
    }

    private static ObjectNode header(ObjectNode parameters, String key, String name, String description) {
        ObjectNode header = parameters
                .putObject(key)
                .put("name", name)
                .put("in", "header")
                .put("required", true)
                .put("description", description);
        return header.putObject("schema").put("type", "string");
    }
}
