package io.confab.local.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.confab.testing.EmbeddedMongo;
import io.confab.testing.TestClock;
import java.time.Duration;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class PumpLeaseTest {
    private static final BsonDocument FIRST = new BsonDocument("_data", new BsonString("1"));
    private static final BsonDocument SECOND = new BsonDocument("_data", new BsonString("2"));

    private static final BsonTimestamp START = new BsonTimestamp(1, 1);
    private static final BsonTimestamp LATER = new BsonTimestamp(2, 1);

    private final TestClock clock = new TestClock();

    @Test
    void oneOfTwoPumps_holdsTheLease_andOneThatLostItStoresNothing() {
        try (EmbeddedMongo server = EmbeddedMongo.start();
                MongoClient client = MongoClients.create(server.connectionString())) {
            // Given
            MongoCollection<Document> stored = client.getDatabase("d").getCollection(PumpLease.COLLECTION);
            PumpLease one = new PumpLease(stored, clock);
            PumpLease two = new PumpLease(stored, clock);
            clock.advance(Duration.ZERO);

            one.begin(Optional.of(START));
            two.begin(Optional.of(LATER));

            // Then
            assertThat(one.take()).isTrue();
            assertThat(one.token()).isEmpty();
            assertThat(one.since()).contains(START);
            assertThat(two.take()).isFalse();
            assertThat(one.advance(FIRST)).isTrue();

            // When the first is paused for long
            clock.advance(PumpLease.LIFE.plusMillis(1));

            // Then
            assertThat(two.take()).isTrue();
            assertThat(two.token()).contains(FIRST);
            assertThat(one.advance(SECOND)).isFalse();
            assertThat(one.renew()).isFalse();
            assertThat(two.token()).contains(FIRST);
            assertThat(two.since()).contains(START);

            // When the second stops in order
            two.release();

            // Then
            assertThat(one.take()).isTrue();
            one.forget(Optional.of(LATER));
            assertThat(one.since()).contains(LATER);
            assertThat(one.token()).isEmpty();
        }
    }
}
