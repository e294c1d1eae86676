package io.confab.domain.trigger;

import java.util.Optional;
import java.util.OptionalLong;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Fields of a document that any program may have written: a field of another type counts as absent. So nothing of an event
 * becomes an operator of a query.
 */
public record Fields(BsonDocument document) {
    private static final int MAX_ID = 1_000;

    /** An id: a text that is not empty, or an ObjectId's digits. */
    public Optional<String> id(String name) {
        return value(name).flatMap(Fields::id);
    }

    /** A value as an id. */
    public static Optional<String> id(BsonValue value) {
        if (value.isObjectId()) {
            return Optional.of(value.asObjectId().getValue().toHexString());
        }
        return Optional.of(value)
                .filter(BsonValue::isString)
                .map(text -> text.asString().getValue())
                .filter(text -> !text.isEmpty() && text.length() <= MAX_ID);
    }

    /** A text of any length. */
    public Optional<String> text(String name) {
        return value(name).filter(BsonValue::isString).map(text -> text.asString()
                .getValue());
    }

    /** A whole number, or a date in milliseconds. */
    public OptionalLong number(String name) {
        BsonValue value = value(name).orElse(new BsonString(""));
        if (value.isDateTime()) {
            return OptionalLong.of(value.asDateTime().getValue());
        }
        boolean isWhole = (value.isInt32() || value.isInt64() || value.isDouble())
                && value.asNumber().doubleValue() == Math.rint(value.asNumber().doubleValue());
        return isWhole ? OptionalLong.of(value.asNumber().longValue()) : OptionalLong.empty();
    }

    /** Whether a field is true. */
    public boolean isTrue(String name) {
        return value(name)
                .filter(BsonValue::isBoolean)
                .map(flag -> flag.asBoolean().getValue())
                .orElse(false);
    }

    public Optional<BsonValue> value(String name) {
        return Optional.ofNullable(document.get(name)).filter(value -> !value.isNull());
    }

    /** Whether one of these is the field or a part of it ({@code name.part}), as changed fields are named. */
    public boolean hasAnyOf(String name) {
        return document.containsKey(name) || document.keySet().stream().anyMatch(key -> key.startsWith(name + "."));
    }
}
