package io.confab.bench.system;

import io.confab.bench.client.ConfabClient;
import io.confab.bench.database.Database;
import io.confab.bench.measure.ProcessorTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/** The measured system; closing it stops the processes that were started for it. */
public final class Target implements AutoCloseable {
    private final ConfabClient client;
    private final Database database;
    private final OptionalLong serverPid;
    private final OptionalLong mongodPid;
    private final Deque<AutoCloseable> owned = new ArrayDeque<>();

    Target(ConfabClient client, Database database, OptionalLong serverPid, OptionalLong mongodPid) {
        this.client = client;
        this.database = database;
        this.serverPid = serverPid;
        this.mongodPid = mongodPid;
        owned.add(database);
        owned.add(client);
    }

    /** Also closes this, after its own connections. */
    Target closing(AutoCloseable resource) {
        owned.add(resource);
        return this;
    }

    public ConfabClient client() {
        return client;
    }

    public Database database() {
        return database;
    }

    /** Processor time of the server so far in milliseconds, −1 when unknown. */
    public long serverMillis() {
        return serverPid.isPresent() ? ProcessorTime.millis(serverPid.getAsLong()) : -1;
    }

    /** Processor time of mongod so far in milliseconds, −1 when unknown. */
    public long mongodMillis() {
        return mongodPid.isPresent() ? ProcessorTime.millis(mongodPid.getAsLong()) : -1;
    }

    @Override
    public void close() throws Exception {
        while (!owned.isEmpty()) {
            owned.remove().close();
        }
    }
}
