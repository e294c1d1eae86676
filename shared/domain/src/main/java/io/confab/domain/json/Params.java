package io.confab.domain.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;
import io.confab.domain.text.Folding;
import io.confab.domain.text.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the parameters of a call. A field of the wrong JSON type is refused, and the refusal names it; {@code null} counts as
 * absent; no value is converted, but {@code 1.0} counts as an integer (docs/api/README.md#calling-a-method).
 */
public final class Params {
    /** The longest {@code unique_id}. */
    public static final int MAX_UNIQUE_ID = 64;

    /** The longest string, unless a field has its own limit (docs/rules.md#people). */
    public static final int MAX_STRING = 1_000;

    /** The longest {@code cursor}. */
    public static final int MAX_CURSOR = 2_048;

    private final ObjectNode object;
    private final String prefix;

    public Params(ObjectNode object) {
        this(object, "");
    }

    private Params(ObjectNode object, String prefix) {
        this.object = object;
        this.prefix = prefix;
    }

    /** The whole object as it was received. */
    public ObjectNode json() {
        return object;
    }

    public boolean has(String name) {
        return object.hasNonNull(name);
    }

    /** Any JSON. */
    public Optional<JsonNode> any(String name) {
        return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
    }

    public JsonNode requiredAny(String name) {
        return any(name).orElseThrow(() -> missing(name));
    }

    /** A string of at most {@link #MAX_STRING} characters. */
    public Optional<String> string(String name) {
        return string(name, 0, MAX_STRING);
    }

    /** A string of bounded length. */
    public Optional<String> string(String name, int minLength, int maxLength) {
        Optional<String> value = text(name);
        value.ifPresent(text -> requireLength(name, text, minLength, maxLength));
        return value;
    }

    /** A string of any length, for the fields of a push, which come from functions and triggers. */
    public Optional<String> text(String name) {
        return any(name).map(value -> {
            if (!value.isTextual()) {
                throw wrongType(name, "a string");
            }
            return value.textValue();
        });
    }

    /** A name that other users see, cleaned before its length is checked; empty if it shows nothing. */
    public Optional<String> name(String name, int maxLength) {
        Optional<String> value = text(name).map(Names::clean).map(text -> Names.showsNothing(text) ? "" : text);
        value.ifPresent(text -> requireLength(name, text, 0, maxLength));
        return value;
    }

    /** The {@code nextCursor} of the previous page of a list; an empty one counts as absent. */
    public Optional<String> cursor() {
        return id("cursor", MAX_CURSOR);
    }

    private void requireLength(String name, String text, int minLength, int maxLength) {
        if (text.length() < minLength || text.length() > maxLength) {
            throw bad(name, "must have " + minLength + " to " + maxLength + " characters");
        }
    }

    /** One of these strings. */
    public Optional<String> oneOf(String name, List<String> allowed) {
        Optional<String> value = string(name);
        if (value.isPresent() && !allowed.contains(value.get())) {
            throw Refusal.badParam(path(name), "must be one of " + String.join(", ", allowed));
        }
        return value;
    }

    /** A search keyword, without the blanks around it. */
    public String keyword(int minLength, int maxLength) {
        String keyword = text("keyword").map(Folding::keyword).orElseThrow(() -> missing("keyword"));
        requireLength("keyword", keyword, minLength, maxLength);
        return keyword;
    }

    /** A search keyword that may be absent; without anything but blanks, it counts as absent. */
    public Optional<String> optionalKeyword() {
        return string("keyword").map(Folding::keyword).filter(text -> !text.isEmpty());
    }

    /** A string that is not empty; an empty one counts as absent. */
    public Optional<String> id(String name) {
        return id(name, MAX_STRING);
    }

    /** As {@link #id(String)}, with another limit. */
    public Optional<String> id(String name, int maxLength) {
        return string(name, 0, maxLength).filter(text -> !text.isEmpty());
    }

    public String requiredId(String name) {
        return id(name).orElseThrow(() -> missing(name));
    }

    /** {@code unique_id}: the client's own name for what the call creates, 1–64 characters. */
    public Optional<String> uniqueId() {
        return string("unique_id", 1, MAX_UNIQUE_ID);
    }

    /** {@code limit} of a list: at least 1; a larger value counts as the maximum. */
    public int limit(int byDefault, int max) {
        return (int) Math.min(integer("limit", 1, Long.MAX_VALUE).orElse(byDefault), max);
    }

    public Optional<Boolean> bool(String name) {
        return any(name).map(value -> {
            if (!value.isBoolean()) {
                throw wrongType(name, "a boolean");
            }
            return value.booleanValue();
        });
    }

    /** A whole number within bounds. */
    public OptionalLong integer(String name, long min, long max) {
        Optional<JsonNode> value = any(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        JsonNode number = value.get();
        boolean whole = number.isNumber()
                && (number.isIntegralNumber() || number.doubleValue() == Math.rint(number.doubleValue()));
        if (!whole) {
            throw wrongType(name, "an integer");
        }
        boolean inLong = number.isIntegralNumber() || Math.abs(number.doubleValue()) < 0x1p63;
        if (!inLong || number.longValue() < min || number.longValue() > max) {
            throw Refusal.badParam(path(name), "must be between " + min + " and " + max);
        }
        return OptionalLong.of(number.longValue());
    }

    /** Any number, as it was received. */
    public Optional<JsonNode> number(String name) {
        return any(name).map(value -> {
            if (!value.isNumber()) {
                throw wrongType(name, "a number");
            }
            return value;
        });
    }

    public Optional<Params> object(String name) {
        return any(name).map(value -> {
            if (!(value instanceof ObjectNode child)) {
                throw wrongType(name, "an object");
            }
            return new Params(child, path(name) + ".");
        });
    }

    /** An array of strings of at most {@link #MAX_STRING} characters each; empty when absent. */
    public List<String> strings(String name, int maxSize) {
        return strings(name, maxSize, MAX_STRING);
    }

    private List<String> strings(String name, int maxSize, int maxLength) {
        Optional<JsonNode> value = any(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!value.get().isArray()) {
            throw wrongType(name, "an array of strings");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value.get()) {
            if (!element.isTextual()) {
                throw wrongType(name + "[" + texts.size() + "]", "a string");
            }
            requireLength(name + "[" + texts.size() + "]", element.textValue(), 0, maxLength);
            texts.add(element.textValue());
        }
        if (texts.size() > maxSize) {
            throw Refusal.badParam(path(name), "at most " + maxSize);
        }
        return texts;
    }

    /** A string, or an array of strings, of at most {@link #MAX_STRING} characters each; empty when absent. */
    public List<String> stringOrStrings(String name, int maxSize) {
        return stringOrStrings(name, maxSize, MAX_STRING);
    }

    /** As {@link #stringOrStrings(String, int)}, of any length, for the fields of a push. */
    public List<String> textOrTexts(String name, int maxSize) {
        return stringOrStrings(name, maxSize, Integer.MAX_VALUE);
    }

    private List<String> stringOrStrings(String name, int maxSize, int maxLength) {
        return any(name)
                .filter(JsonNode::isTextual)
                .flatMap(text -> string(name, 0, maxLength))
                .map(List::of)
                .orElseGet(() -> strings(name, maxSize, maxLength));
    }

    public Refusal missing(String name) {
        return bad(name, "required");
    }

    /** A refusal that names a field of these parameters by its complete path. */
    public Refusal bad(String name, String why) {
        return Refusal.badParam(path(name), why);
    }

    private Refusal wrongType(String name, String wanted) {
        return Refusal.badParam(path(name), "must be " + wanted);
    }

    private String path(String name) {
        return prefix + name;
    }
}
