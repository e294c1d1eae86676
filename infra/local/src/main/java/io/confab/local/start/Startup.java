package io.confab.local.start;

import io.confab.domain.schema.Schema;
import io.confab.domain.schema.SchemaGate;
import io.confab.local.database.DemoUsers;
import io.confab.local.invoke.LocalAsyncInvoker;
import io.confab.local.trigger.ChangePump;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Work before the first request: creates indexes and demo users, opens the gate for calls that store something, upgrades what an earlier version stored, and runs the invocations that an earlier process left. */
@Singleton
public final class Startup {
    /** The property that says whether the parts that only a laptop has are available; {@link Main} sets it. */
    public static final String OPEN = "confab.local.open";

    private final Schema schema;
    private final SchemaGate gate;
    private final OldData upgrade;
    private final DemoUsers users;
    private final LocalAsyncInvoker invoker;
    private final ChangePump pump;
    private final boolean open;

    Startup(
            Schema schema,
            SchemaGate gate,
            OldData upgrade,
            DemoUsers users,
            LocalAsyncInvoker invoker,
            ChangePump pump,
            @ConfigProperty(name = Startup.OPEN) boolean open) {
        this.schema = schema;
        this.gate = gate;
        this.upgrade = upgrade;
        this.users = users;
        this.invoker = invoker;
        this.pump = pump;
        this.open = open;
    }

    void start(@Observes StartupEvent event) {
        schema.ensureIndexes();
        gate.require();
        upgrade.runOnce();
        if (open) {
            users.insertMissing();
        }
        invoker.start();
        pump.start();
    }
}
