package io.confab.migrate.origin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A document of an export, as plain JSON, with its file and line. Fields are read leniently, because many programs have written
 * an existing database: a value of an unexpected type counts as absent.
 *
 * @param line counted from 1
 */
public record Source(SourceFile file, long line, ObjectNode json) {

    /** The document's {@code _id}; empty if it has none that is allowed. */
    public String id() {
        return text("_id").orElse("");
    }

    /** A non-empty string; a whole number counts as its digits. */
    public Optional<String> text(String field) {
        return textOf(json.get(field));
    }

    /** A whole number. */
    public Optional<Long> number(String field) {
        JsonNode value = json.get(field);
        return value != null && value.isNumber() && value.canConvertToLong()
                ? Optional.of(value.longValue())
                : Optional.empty();
    }

    /** A time in milliseconds; 0 or less counts as absent. */
    public Optional<Long> time(String field) {
        return number(field).filter(time -> time > 0);
    }

    /** {@code true}, or a number other than 0. */
    public boolean flag(String field) {
        JsonNode value = json.get(field);
        return value != null
                && (value.isBoolean() ? value.booleanValue() : value.isNumber() && value.doubleValue() != 0);
    }

    /** The strings of an array, or one string alone. */
    public List<String> texts(String field) {
        JsonNode value = json.get(field);
        if (value == null || !value.isArray()) {
            return textOf(value).map(List::of).orElse(List.of());
        }
        List<String> texts = new ArrayList<>();
        value.forEach(element -> textOf(element).ifPresent(texts::add));
        return texts;
    }

    /** The whole numbers that an array's objects have in a field. */
    public Set<Long> numbersOf(String array, String field) {
        Set<Long> numbers = new HashSet<>();
        json.path(array).forEach(element -> {
            if (element.path(field).isIntegralNumber()) {
                numbers.add(element.path(field).longValue());
            }
        });
        return numbers;
    }

    /** Any value but {@code null}. */
    public Optional<JsonNode> value(String field) {
        return Optional.ofNullable(json.get(field)).filter(value -> !value.isNull());
    }

    private static Optional<String> textOf(JsonNode value) {
        if (value == null || !(value.isTextual() || value.isIntegralNumber())) {
            return Optional.empty();
        }
        return Optional.of(value.asText()).filter(text -> !text.isEmpty());
    }
}
