package io.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedMongoTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.embedded();

    @Test
    void uniqueIndex_sameKeyTwice_refusesTheSecond() {
        MongoCollection<Document> things = DATABASE.database().getCollection("things");
        things.createIndex(Indexes.ascending("key"), new IndexOptions().unique(true));
        things.insertOne(new Document("key", "k"));

        assertThatThrownBy(() -> things.insertOne(new Document("key", "k"))).isInstanceOf(MongoWriteException.class);

        assertThat(things.countDocuments()).isEqualTo(1);
    }
}
