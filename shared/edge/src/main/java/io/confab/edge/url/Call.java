package io.confab.edge.url;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.identity.SignedParams;
import io.confab.domain.json.Params;
import io.confab.domain.user.ClientInfo;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A call by function URL, decoded but not yet authorized (docs/api/README.md#calling-a-method): verb, size and JSON have been
 * checked.
 *
 * @param body as it was sent
 * @param envelope the same as JSON; in the bare form, these are also the parameters
 */
record Call(String body, ObjectNode envelope, boolean uniCloudForm, Method method, Map<String, String> headers) {
    private static final int MAX_BYTES = 1 << 20;
    private static final String BEARER = "bearer ";

    /**
     * @throws Refusal 405, 413, 400, in this order
     */
    static Call decode(FunctionUrlEvent event, Method method) {
        String verb = event.requestContext().http().method();
        if (!method.allows(verb)) {
            throw new Refusal(ErrorCode.METHOD_NOT_ALLOWED, method.byGet() ? "GET or POST only" : "POST only");
        }
        String body = method.isGet(verb) ? "" : text(event);
        ObjectNode envelope = JsonGuard.parse(body);
        Map<String, String> headers = event.headers() == null ? Map.of() : event.headers();
        boolean uniCloudForm =
                envelope.hasNonNull("params") || envelope.has("clientInfo") || envelope.has("uniIdToken");
        return new Call(body, envelope, uniCloudForm, method, headers);
    }

    /**
     * The parameters. They are checked after the token.
     *
     * @throws Refusal 400 if they are neither object, string nor array, or if they are not an object and the method has no
     *     scalar argument
     */
    Params params() {
        return new Params(uniCloudForm ? unwrap(envelope.path("params"), method) : envelope);
    }

    /** The parameters as a back end signs them, if there are any that could be signed. */
    Optional<SignedParams> signedParams() {
        try {
            ObjectNode params = params().json();
            return Optional.of(new SignedParams(params, WrittenNumbers.read(body, uniCloudForm)));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    Optional<String> header(String name) {
        return givenHeader(name).filter(value -> !value.isEmpty());
    }

    /** A header that counts even if it is empty. */
    Optional<String> givenHeader(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The token: from {@code Authorization}, else from {@code uniIdToken}. */
    Optional<String> token() {
        Optional<String> authorization = header("authorization");
        if (authorization.isPresent()) {
            return authorization
                    .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                    .map(value -> value.substring(BEARER.length()).strip());
        }
        return uniCloudForm ? Optional.ofNullable(envelope.path("uniIdToken").textValue()) : Optional.empty();
    }

    /**
     * App, device and platform: each from its header, else from {@code clientInfo}.
     *
     * @throws Refusal 400 if one is not a short string
     */
    ClientInfo clientInfo() {
        Optional<Params> info = uniCloudForm ? new Params(envelope).object("clientInfo") : Optional.empty();
        return new ClientInfo(
                clientInfo("x-client-app-id", info, "appId"),
                clientInfo("x-client-device-id", info, "deviceId"),
                clientInfo("x-client-platform", info, "uniPlatform"));
    }

    private Optional<String> clientInfo(String header, Optional<Params> info, String field) {
        return header(header).map(HeaderText::decode).or(() -> info.flatMap(given -> given.id(field)));
    }

    private static ObjectNode unwrap(JsonNode params, Method method) {
        if (params.isNumber() || params.isBoolean()) {
            throw Refusal.badParam("params", "must be an object, a string or an array");
        }
        JsonNode argument = params.isArray() ? params.path(0) : params;
        if (argument instanceof ObjectNode object) {
            return object;
        }
        ObjectNode named = JsonNodeFactory.instance.objectNode();
        if (argument.isMissingNode() || argument.isNull()) {
            return named;
        }
        named.set(method.scalarArgument().orElseThrow(() -> Refusal.badParam("params", "must be an object")), argument);
        return named;
    }

    private static String text(FunctionUrlEvent event) {
        if (event.body() == null) {
            return "";
        }
        byte[] bytes = event.isBase64Encoded()
                ? fromBase64(event.body())
                : event.body().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_BYTES) {
            throw new Refusal(ErrorCode.BODY_TOO_LARGE, "request body: over 1 MB");
        }
        if (!event.isBase64Encoded()) {
            return event.body();
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusal.badParam("request body", "not UTF-8");
        }
    }

    private static byte[] fromBase64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.badParam("request body", "not base64");
        }
    }
}
