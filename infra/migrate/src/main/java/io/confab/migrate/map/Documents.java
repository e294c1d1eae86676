package io.confab.migrate.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.MongoClientSettings;
import io.confab.domain.user.AvatarFile;
import io.confab.migrate.origin.Source;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonDocumentWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.codecs.pojo.PojoCodecProvider;

/** Converts the domain's stored types to documents. */
public final class Documents {
    /** Codecs of the stored types, as the functions use them. */
    public static final CodecRegistry CODECS = CodecRegistries.fromRegistries(
            MongoClientSettings.getDefaultCodecRegistry(),
            CodecRegistries.fromProviders(
                    PojoCodecProvider.builder().automatic(true).build()));

    private Documents() {}

    public static <T> BsonDocument of(T stored) {
        @SuppressWarnings("unchecked")
        Codec<T> codec = (Codec<T>) CODECS.get(stored.getClass());
        BsonDocument document = new BsonDocument();
        codec.encode(
                new BsonDocumentWriter(document),
                stored,
                EncoderContext.builder().build());
        return document;
    }

    /** {@code avatar_file}, or the plain URL that older accounts have. */
    static Optional<AvatarFile> avatar(Source source) {
        JsonNode file = source.json().path("avatar_file");
        String url = file.isTextual()
                ? file.textValue()
                : file.path("url").asText(source.text("avatar").orElse(""));
        return url.isEmpty()
                ? Optional.empty()
                : Optional.of(new AvatarFile(text(file, "name"), text(file, "extname"), url));
    }

    private static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isTextual() ? value.textValue() : null;
    }
}
