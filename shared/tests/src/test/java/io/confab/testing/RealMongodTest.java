package io.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RealMongodTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.real();

    @Test
    void database_written_answersExplain() {
        MongoCollection<Document> things = DATABASE.database().getCollection("things");

        things.insertOne(new Document("_id", "a"));

        assertThat(things.find(Filters.eq("_id", "a")).explain()).containsKey("queryPlanner");
    }

    @Test
    void shared_askedTwice_isOneServer() {
        assertThat(RealMongod.required().connectionString())
                .isEqualTo(RealMongod.required().connectionString())
                .isEqualTo(System.getProperty(TestSettings.MONGOD_URI));
    }
}
