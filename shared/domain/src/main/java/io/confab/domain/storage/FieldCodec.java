package io.confab.domain.storage;

import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecConfigurationException;
import org.bson.codecs.configuration.CodecProvider;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.codecs.pojo.ClassModel;
import org.bson.codecs.pojo.PropertyModel;

/**
 * Reads what the driver's codec reads of a class of Confab whose state is public fields, with the same result in less time:
 * for each field of a document, that codec compares the name with those of all fields of the class
 * (docs/decisions/0056-documents-are-read-by-field.md). Writes with the driver's codec.
 */
final class FieldCodec<T> implements Codec<T> {
    private static final String OWN_PACKAGE = "io.confab.";

    private final Codec<T> whole;
    private final Constructor<T> constructor;
    private final Map<String, Slot> slots;

    private FieldCodec(Codec<T> whole, Constructor<T> constructor, Map<String, Slot> slots) {
        this.whole = whole;
        this.constructor = constructor;
        this.slots = slots;
    }

    private record Slot(PropertyModel<Object> property, Codec<?> codec) {}

    /** Codecs for classes of Confab that the driver reads by an empty constructor. */
    static CodecProvider provider(CodecRegistry drivers) {
        return new CodecProvider() {
            @Override
            public <C> Codec<C> get(Class<C> type, CodecRegistry registry) {
                return isOwn(type) ? of(type, drivers, registry).orElse(null) : null;
            }
        };
    }

    private static <C> Optional<Codec<C>> of(Class<C> type, CodecRegistry drivers, CodecRegistry registry) {
        ClassModel<C> model = ClassModel.builder(type).build();
        if (model.useDiscriminator() || model.hasTypeParameters()) {
            return Optional.empty();
        }
        Map<String, Slot> slots = new HashMap<>();
        for (PropertyModel<?> property : model.getPropertyModels()) {
            codec(type, property, registry)
                    .ifPresent(codec -> slots.put(property.getWriteName(), new Slot(any(property), codec)));
        }
        return constructor(type).map(constructor -> new FieldCodec<>(drivers.get(type, registry), constructor, slots));
    }

    @Override
    public T decode(BsonReader reader, DecoderContext context) {
        T read = create();
        reader.readStartDocument();
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            Slot slot = slots.get(reader.readName());
            if (slot == null) {
                reader.skipValue();
            } else {
                decode(reader, context, slot, read);
            }
        }
        reader.readEndDocument();
        return read;
    }

    private void decode(BsonReader reader, DecoderContext context, Slot slot, T into) {
        try {
            Object value = null;
            if (reader.getCurrentBsonType() == BsonType.NULL) {
                reader.readNull();
            } else {
                value = context.decodeWithChildContext(slot.codec(), reader);
            }
            slot.property().getPropertyAccessor().set(into, value);
        } catch (RuntimeException e) {
            throw new CodecConfigurationException(
                    "cannot read " + slot.property().getName() + ": " + e.getMessage(), e);
        }
    }

    private T create() {
        try {
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new CodecConfigurationException("cannot make " + getEncoderClass(), e);
        }
    }

    @Override
    public void encode(BsonWriter writer, T value, EncoderContext context) {
        whole.encode(writer, value, context);
    }

    @Override
    public Class<T> getEncoderClass() {
        return whole.getEncoderClass();
    }

    private static boolean isOwn(Class<?> type) {
        return type.getName().startsWith(OWN_PACKAGE)
                && !type.isEnum()
                && !type.isRecord()
                && !Modifier.isAbstract(type.getModifiers());
    }

    private static <C> Optional<Constructor<C>> constructor(Class<C> type) {
        try {
            return Optional.of(type.getConstructor());
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    /** The codec for a field; empty for what only looks like one, such as {@code isMuted()}. */
    private static Optional<Codec<?>> codec(Class<?> type, PropertyModel<?> property, CodecRegistry registry) {
        return Arrays.stream(type.getFields())
                .filter(field -> property.isWritable() && field.getName().equals(property.getName()))
                .<Codec<?>>map(field -> field.getGenericType() instanceof ParameterizedType collection
                        ? registry.get(field.getType(), List.of(collection.getActualTypeArguments()))
                        : registry.get(
                                MethodType.methodType(field.getType()).wrap().returnType()))
                .findAny();
    }

    @SuppressWarnings("unchecked")
    private static PropertyModel<Object> any(PropertyModel<?> property) {
        return (PropertyModel<Object>) property;
    }
}
