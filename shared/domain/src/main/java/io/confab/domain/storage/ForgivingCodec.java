package io.confab.domain.storage;

import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonInt64;
import org.bson.BsonReader;
import org.bson.BsonReaderMark;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.BsonWriter;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecProvider;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.codecs.pojo.annotations.BsonProperty;

/**
 * Reads a document without those of its {@link WrittenByOthers} fields that have another type, and an ObjectId of another program
 * as its digits; writes it as ever. Only a document that cannot be read as it is costs more than with the codec for it.
 */
final class ForgivingCodec<T> implements Codec<T> {
    private static final BsonDocumentCodec RAW = new BsonDocumentCodec();

    private final Codec<T> strict;
    private final Map<String, Slot> slots;

    private ForgivingCodec(Codec<T> strict, Map<String, Slot> slots) {
        this.strict = strict;
        this.slots = slots;
    }

    /** The type of a field, and what is read instead of another type. */
    private record Slot(Type type, String otherwise) {}

    /** Forgiving codecs for classes that have such fields, which otherwise are read as these codecs do. */
    static CodecProvider provider(CodecRegistry strict) {
        return new CodecProvider() {
            @Override
            public <C> Codec<C> get(Class<C> type, CodecRegistry registry) {
                Map<String, Slot> slots = slots(type);
                return slots.isEmpty() ? null : new ForgivingCodec<>(strict.get(type, registry), slots);
            }
        };
    }

    @Override
    public T decode(BsonReader reader, DecoderContext context) {
        if (reader instanceof BsonDocumentReader) {
            // Its marks do not nest, and it comes only from the lines below.
            return decodeForgiving(reader, context);
        }
        BsonReaderMark start = reader.getMark();
        try {
            return strict.decode(reader, context);
        } catch (RuntimeException e) {
            start.reset();
            return decodeForgiving(reader, context);
        }
    }

    private T decodeForgiving(BsonReader reader, DecoderContext context) {
        BsonDocument stored = RAW.decode(reader, context);
        slots.forEach((name, slot) -> forgive(stored, name, slot));
        BsonValue id = stored.get("_id");
        if (id != null && id.isObjectId()) {
            stored.put("_id", new BsonString(id.asObjectId().getValue().toHexString()));
        }
        return strict.decode(new BsonDocumentReader(stored), context);
    }

    @Override
    public void encode(BsonWriter writer, T value, EncoderContext context) {
        strict.encode(writer, value, context);
    }

    @Override
    public Class<T> getEncoderClass() {
        return strict.getEncoderClass();
    }

    private static void forgive(BsonDocument stored, String name, Slot slot) {
        BsonValue value = stored.get(name);
        if (value == null) {
            return;
        }
        if (slot.type() instanceof ParameterizedType list && value instanceof BsonArray elements) {
            elements.removeIf(element -> !fits(element, list.getActualTypeArguments()[0]));
        } else if (!fits(value, slot.type())) {
            instead(slot).ifPresentOrElse(other -> stored.put(name, other), () -> stored.remove(name));
        }
    }

    private static Optional<BsonValue> instead(Slot slot) {
        if (slot.otherwise().isEmpty()) {
            return Optional.empty();
        }
        if (slot.type() == String.class) {
            return Optional.of(new BsonString(slot.otherwise()));
        }
        if (slot.type() == Boolean.class || slot.type() == boolean.class) {
            return Optional.of(BsonBoolean.valueOf(Boolean.parseBoolean(slot.otherwise())));
        }
        return Optional.of(new BsonInt64(Long.parseLong(slot.otherwise())));
    }

    private static boolean fits(BsonValue value, Type type) {
        if (type == String.class) {
            return value.isString();
        }
        if (type == int.class || type == Integer.class) {
            return isWhole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == long.class || type == Long.class) {
            return isWhole(value, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == boolean.class || type == Boolean.class) {
            return value.isBoolean();
        }
        return type instanceof Class && value.isDocument();
    }

    private static boolean isWhole(BsonValue value, long min, long max) {
        boolean isNumber = value.isInt32() || value.isInt64() || value.isDouble();
        return isNumber
                && value.asNumber().doubleValue() == value.asNumber().longValue()
                && value.asNumber().longValue() >= min
                && value.asNumber().longValue() <= max;
    }

    private static Map<String, Slot> slots(Class<?> type) {
        Map<String, Slot> slots = new HashMap<>();
        for (Field field : type.getFields()) {
            WrittenByOthers mark = field.getAnnotation(WrittenByOthers.class);
            if (mark != null) {
                BsonProperty name = field.getAnnotation(BsonProperty.class);
                slots.put(
                        name == null ? field.getName() : name.value(),
                        new Slot(field.getGenericType(), mark.otherwise()));
            }
        }
        return slots;
    }
}
