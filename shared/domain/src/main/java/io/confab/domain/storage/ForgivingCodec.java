package io.confab.domain.storage;

import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonReader;
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
 * as its digits; writes it as ever.
 */
final class ForgivingCodec<T> implements Codec<T> {
    private static final BsonDocumentCodec RAW = new BsonDocumentCodec();

    private final Codec<T> strict;
    private final Map<String, Type> types;

    private ForgivingCodec(Codec<T> strict, Map<String, Type> types) {
        this.strict = strict;
        this.types = types;
    }

    /** Forgiving codecs for classes that have such fields, which otherwise are read as these codecs do. */
    static CodecProvider provider(CodecRegistry strict) {
        return new CodecProvider() {
            @Override
            public <C> Codec<C> get(Class<C> type, CodecRegistry registry) {
                Map<String, Type> types = types(type);
                return types.isEmpty() ? null : new ForgivingCodec<>(strict.get(type, registry), types);
            }
        };
    }

    @Override
    public T decode(BsonReader reader, DecoderContext context) {
        BsonDocument stored = RAW.decode(reader, context);
        types.forEach((name, type) -> forgive(stored, name, type));
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

    private static void forgive(BsonDocument stored, String name, Type type) {
        BsonValue value = stored.get(name);
        if (value == null) {
            return;
        }
        if (type instanceof ParameterizedType list && value instanceof BsonArray elements) {
            elements.removeIf(element -> !fits(element, list.getActualTypeArguments()[0]));
        } else if (!fits(value, type)) {
            stored.remove(name);
        }
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

    private static Map<String, Type> types(Class<?> type) {
        Map<String, Type> types = new HashMap<>();
        for (Field field : type.getFields()) {
            if (field.isAnnotationPresent(WrittenByOthers.class)) {
                BsonProperty name = field.getAnnotation(BsonProperty.class);
                types.put(name == null ? field.getName() : name.value(), field.getGenericType());
            }
        }
        return types;
    }
}
