package io.confab.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.device.Device;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository.WithGroup;
import io.confab.domain.message.Message;
import io.confab.domain.user.User;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonDocumentWriter;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecConfigurationException;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.codecs.pojo.PojoCodecProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldCodecTest {
    private static final CodecRegistry DRIVERS = CodecRegistries.fromRegistries(
            MongoClientSettings.getDefaultCodecRegistry(),
            CodecRegistries.fromProviders(
                    PojoCodecProvider.builder().automatic(true).build()));
    private static final CodecRegistry QUICK =
            CodecRegistries.fromRegistries(CodecRegistries.fromProviders(FieldCodec.provider(DRIVERS)), DRIVERS);

    private static <T> BsonDocument written(CodecRegistry registry, Class<T> type, T value) {
        BsonDocumentWriter writer = new BsonDocumentWriter(new BsonDocument());
        registry.get(type).encode(writer, value, EncoderContext.builder().build());
        return writer.getDocument();
    }

    private static <T> T read(CodecRegistry registry, Class<T> type, BsonDocument stored) {
        return registry.get(type)
                .decode(new BsonDocumentReader(stored), DecoderContext.builder().build());
    }

    /** An instance with a value in each field. */
    private static <T> T full(Class<T> type) throws ReflectiveOperationException {
        T made = type.getConstructor().newInstance();
        for (Field field : type.getFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                field.set(made, value(field.getGenericType(), field.getName()));
            }
        }
        return made;
    }

    private static Object value(Type type, String name) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType list) {
            return new ArrayList<>(List.of(
                    value(list.getActualTypeArguments()[0], name), value(list.getActualTypeArguments()[0], name + 2)));
        }
        Class<?> plain = (Class<?>) type;
        if (plain == String.class) {
            return name;
        }
        if (plain == long.class || plain == Long.class) {
            return (long) name.hashCode();
        }
        if (plain == int.class || plain == Integer.class) {
            return name.length();
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return true;
        }
        if (plain == Date.class) {
            return new Date(name.hashCode());
        }
        return BsonValue.class.isAssignableFrom(plain) ? new BsonString(name) : full(plain);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Conversation.class,
                Message.class,
                User.class,
                Group.class,
                GroupMember.class,
                WithGroup.class,
                Device.class
            })
    <T> void decode_aDocumentWithEachField_readsWhatTheDriverReads(Class<T> type) throws ReflectiveOperationException {
        Codec<T> codec = QUICK.get(type);
        BsonDocument stored = written(DRIVERS, type, full(type)).append("unknown", new BsonInt64(1));

        T read = read(QUICK, type, stored);

        assertThat(codec).isInstanceOf(FieldCodec.class);
        assertThat(read).usingRecursiveComparison().isEqualTo(full(type)).isEqualTo(read(DRIVERS, type, stored));
        assertThat(written(QUICK, type, read)).isEqualTo(written(DRIVERS, type, full(type)));
    }

    @Test
    void decode_nullAndNothing_areNull() {
        BsonDocument stored = new BsonDocument("last_seq", BsonNull.VALUE);

        Conversation read = read(QUICK, Conversation.class, stored);

        assertThat(read).usingRecursiveComparison().isEqualTo(read(DRIVERS, Conversation.class, stored));
    }

    @ParameterizedTest
    @ValueSource(strings = {"last_seq", "type", "user_id", "stays"})
    void decode_anotherType_failsAsTheDriverDoes(String field) {
        BsonDocument stored = new BsonDocument(field, new BsonDocument());

        assertThatThrownBy(() -> read(DRIVERS, Conversation.class, stored))
                .isInstanceOf(CodecConfigurationException.class);
        assertThatThrownBy(() -> read(QUICK, Conversation.class, stored))
                .isInstanceOf(CodecConfigurationException.class);
    }
}
