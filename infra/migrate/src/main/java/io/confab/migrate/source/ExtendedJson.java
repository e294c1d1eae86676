package io.confab.migrate.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;

/**
 * MongoDB's extended JSON, canonical or relaxed, as the plain JSON that clients use: an {@code $oid} becomes its hexadecimal
 * digits, a {@code $date} milliseconds, {@code $numberLong} and its like a number. Nothing else that begins with {@code $} is
 * JSON that Confab could store (docs/api/README.md#calling-a-method).
 */
public final class ExtendedJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_DEPTH = 40;

    private ExtendedJson() {}

    /** A value that has no plain form; the message names its kind, and nothing of its content. */
    public static final class NotPlainException extends Exception {
        private static final long serialVersionUID = 1;

        NotPlainException(String message) {
            super(message);
        }
    }

    /** The plain form. */
    public static JsonNode plain(JsonNode json) throws NotPlainException {
        return plain(json, 0);
    }

    private static JsonNode plain(JsonNode json, int depth) throws NotPlainException {
        if (depth > MAX_DEPTH) {
            throw new NotPlainException("nested deeper than " + MAX_DEPTH + " levels");
        }
        if (json.isArray()) {
            ArrayNode array = JSON.arrayNode();
            for (JsonNode element : json) {
                array.add(plain(element, depth + 1));
            }
            return array;
        }
        return json.isObject() ? object(json, depth) : json;
    }

    private static JsonNode object(JsonNode json, int depth) throws NotPlainException {
        ObjectNode object = JSON.objectNode();
        for (var field : json.properties()) {
            String name = field.getKey();
            if (name.startsWith("$")) {
                if (json.size() != 1) {
                    throw new NotPlainException("a key that begins with $");
                }
                return special(name, field.getValue());
            }
            object.set(name, plain(field.getValue(), depth + 1));
        }
        return object;
    }

    private static JsonNode special(String name, JsonNode value) throws NotPlainException {
        try {
            return switch (name) {
                case "$oid" -> JSON.textNode(text(name, value));
                case "$numberLong" -> JSON.numberNode(Long.parseLong(text(name, value)));
                case "$numberInt" -> JSON.numberNode(Integer.parseInt(text(name, value)));
                case "$numberDouble" -> finite(Double.parseDouble(text(name, value)));
                case "$numberDecimal" -> finite(new BigDecimal(text(name, value)).doubleValue());
                case "$date" -> JSON.numberNode(millis(value));
                default -> throw new NotPlainException(name);
            };
        } catch (NumberFormatException | DateTimeException e) {
            throw new NotPlainException("a malformed " + name);
        }
    }

    private static JsonNode finite(double number) throws NotPlainException {
        if (!Double.isFinite(number)) {
            throw new NotPlainException("a number that JSON does not support");
        }
        return JSON.numberNode(number);
    }

    private static long millis(JsonNode date) throws NotPlainException {
        if (date.isTextual()) {
            return OffsetDateTime.parse(date.textValue()).toInstant().toEpochMilli();
        }
        if (date.isIntegralNumber()) {
            return date.longValue();
        }
        JsonNode wrapped = date.path("$numberLong");
        if (wrapped.isTextual()) {
            return Long.parseLong(wrapped.textValue());
        }
        throw new NotPlainException("a malformed $date");
    }

    private static String text(String name, JsonNode value) throws NotPlainException {
        if (!value.isTextual()) {
            throw new NotPlainException("a malformed " + name);
        }
        return value.textValue();
    }
}
