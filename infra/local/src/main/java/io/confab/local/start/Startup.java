package io.confab.local.start;

import io.confab.domain.storage.Schema;
import io.confab.local.invoke.LocalAsyncInvoker;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** What has to be there before the first request: indexes, demo users, and the work that an earlier process left. */
@Singleton
final class Startup {
    private final Schema schema;
    private final DemoUsers users;
    private final LocalAsyncInvoker invoker;

    Startup(Schema schema, DemoUsers users, LocalAsyncInvoker invoker) {
        this.schema = schema;
        this.users = users;
        this.invoker = invoker;
    }

    void start(@Observes StartupEvent event) {
        schema.ensureIndexes();
        users.insertMissing();
        invoker.start();
    }
}
