package io.confab.domain.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.group.PendingChange.Kind;
import java.util.Locale;
import org.bson.BsonDocument;
import org.bson.BsonDocumentWriter;
import org.bson.BsonString;
import org.bson.codecs.BsonValueCodecProvider;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.ValueCodecProvider;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.pojo.PojoCodecProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PendingChangeTest {
    private static final Codec<PendingChange> CODEC = CodecRegistries.fromProviders(
                    new ValueCodecProvider(),
                    new BsonValueCodecProvider(),
                    PojoCodecProvider.builder().automatic(true).build())
            .get(PendingChange.class);

    @ParameterizedTest
    @EnumSource(Kind.class)
    void kind_stored_isNamedInLowerCaseAndReadAgain(Kind kind) {
        BsonDocument stored = new BsonDocument();
        CODEC.encode(
                new BsonDocumentWriter(stored),
                PendingChange.of(kind),
                EncoderContext.builder().build());

        assertThat(stored.getString("kind").getValue()).isEqualTo(kind.name().toLowerCase(Locale.ROOT));
        assertThat(read(stored).kind()).isEqualTo(kind);
    }

    @Test
    void kind_nameOfAnotherVersion_isReadAsUpdateAndKept() {
        PendingChange change = read(new BsonDocument("kind", new BsonString("merge")));

        assertThat(change.kind()).isEqualTo(Kind.UPDATE);
        assertThat(change.kindName).isEqualTo("merge");
    }

    private static PendingChange read(BsonDocument stored) {
        return CODEC.decode(stored.asBsonReader(), DecoderContext.builder().build());
    }
}
