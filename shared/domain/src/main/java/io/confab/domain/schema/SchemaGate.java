package io.confab.domain.schema;

import com.mongodb.client.MongoClient;
import io.confab.domain.error.Refusal;
import io.confab.domain.storage.SharedLook;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Whether the database has the schema of this build (docs/decisions/0052-a-database-that-is-ready.md). Without its unique indexes a
 * repeated message would be stored twice, so nothing is stored before.
 *
 * <p>The version is read once in a process. While it is too old, it is read again at most every five seconds, however many ask;
 * the first who finds it new enough opens the gate for good. Safe for use by many threads.
 */
@Singleton
public class SchemaGate {
    /** How often a process looks while it is not ready. */
    public static final Duration PAUSE = Duration.ofSeconds(5);

    private final MongoClient client;
    private final String database;
    private final SharedLook<Integer> version;
    private volatile int complete = SchemaVersion.NONE;

    SchemaGate(MongoClient client, @ConfigProperty(name = "quarkus.mongodb.database") String database, Clock clock) {
        this.client = client;
        this.database = database;
        this.version = new SharedLook<>(clock, PAUSE, this::look);
    }

    /**
     * Lets the caller store something. No command once the schema was found complete in this process.
     *
     * @throws Refusal 503 {@code not-ready}
     */
    public void require() {
        if (!isReady()) {
            throw refusal();
        }
    }

    /** As {@link #require}, as an answer. */
    public boolean isReady() {
        return complete >= SchemaVersion.CURRENT || version.get() >= SchemaVersion.CURRENT;
    }

    /** The version of the database: the one that opened the gate, else one that is read now, with one command. */
    public int look() {
        if (complete < SchemaVersion.CURRENT) {
            int found = SchemaVersion.read(client.getDatabase(database));
            if (found < SchemaVersion.CURRENT) {
                return found;
            }
            complete = found;
        }
        return complete;
    }

    /** Why a call is refused. */
    public static Refusal refusal() {
        return Refusal.notReady("the database has no schema of this version yet", PAUSE.toSeconds());
    }
}
