package io.confab.domain.schema;

import com.mongodb.client.MongoClient;
import io.confab.domain.storage.Index;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Runs {@link SchemaApply} inside a function: logs each index, and begins none after 13 of the 15 minutes that a function may take
 * at most. What is left is done when it runs again, and so is everything if the function is ended in the middle.
 */
@Singleton
public class SchemaUpgrade {
    private static final Logger LOG = Logger.getLogger(SchemaUpgrade.class);
    private static final Duration BUDGET = Duration.ofMinutes(13);

    private final MongoClient client;
    private final String database;
    private final Clock clock;

    SchemaUpgrade(MongoClient client, @ConfigProperty(name = "quarkus.mongodb.database") String database, Clock clock) {
        this.client = client;
        this.database = database;
        this.clock = clock;
    }

    /** Creates what is missing; the state of the database afterwards. */
    public SchemaReport run() {
        return new SchemaApply(client, database, new Logged(clock.millis() + BUDGET.toMillis())).run();
    }

    private final class Logged implements SchemaApply.Steps {
        private final long end;

        Logged(long end) {
            this.end = end;
        }

        @Override
        public boolean mayGoOn() {
            return clock.millis() < end;
        }

        @Override
        public void begin(int number, int of, Index index) {
            LOG.infof("index %d of %d: %s %s", number, of, index.collection(), index.fields());
        }

        @Override
        public void end(Index index, SchemaApply.Outcome outcome) {
            LOG.infof("index of %s %s: %s", index.collection(), index.fields(), outcome);
        }
    }
}
