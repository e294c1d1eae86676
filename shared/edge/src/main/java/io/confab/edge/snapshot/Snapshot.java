package io.confab.edge.snapshot;

import io.confab.domain.ids.ProcessRandom;
import io.confab.domain.secret.Secrets;
import io.confab.domain.storage.DatabaseClients;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Lambda SnapStart: Lambda starts one process, keeps its memory, and starts others from that copy, weeks later and many at a time
 * (docs/decisions/0070). A copy must not contain what belongs to one process or to one moment:
 *
 * <ul>
 *   <li>connections: closed before the copy is made, opened by the first command after it;
 *   <li>random state, of which ids are made: drawn anew;
 *   <li>secrets: read again. If that fails the process ends and Lambda starts another one: a copy may hold a secret that has
 *       been retired.
 * </ul>
 *
 * <p>Times need nothing, because all ages are taken from the clock of the day. {@code SecureRandom} and {@code UUID} need nothing
 * either: on Lambda they draw from the kernel, which Lambda reseeds. No event comes before the copy is made, so no other
 * connection is open and nothing else is remembered.
 */
@Singleton
class Snapshot implements Resource {
    private static final String KIND = "AWS_LAMBDA_INITIALIZATION_TYPE";

    private final DatabaseClients databases;
    private final Secrets secrets;

    Snapshot(DatabaseClients databases, Secrets secrets) {
        this.databases = databases;
        this.secrets = secrets;
    }

    /** The context keeps no strong reference; being a bean, this lives as long as the process. */
    void started(@Observes StartupEvent event) {
        if ("snap-start".equals(System.getenv(KIND))) {
            Core.getGlobalContext().register(this);
        }
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        databases.close();
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        ProcessRandom.renew();
        secrets.readAgain();
    }
}
