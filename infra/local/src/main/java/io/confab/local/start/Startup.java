package io.confab.local.start;

import io.confab.local.invoke.LocalAsyncInvoker;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** What has to be there before the first request: demo users, and the work that an earlier process left. */
@Singleton
final class Startup {
    private final DemoUsers users;
    private final LocalAsyncInvoker invoker;

    Startup(DemoUsers users, LocalAsyncInvoker invoker) {
        this.users = users;
        this.invoker = invoker;
    }

    void start(@Observes StartupEvent event) {
        users.insertMissing();
        invoker.start();
    }
}
