package io.confab.functions;

import io.confab.domain.error.Refusal;
import io.confab.domain.health.Health;
import io.confab.domain.health.HealthCheck;
import io.confab.domain.schema.SchemaGate;
import io.confab.edge.url.FunctionUrlEvent;
import io.confab.edge.url.FunctionUrlReply;
import io.confab.edge.url.Method;
import io.confab.edge.url.UrlCalls;
import io.confab.wire.HealthJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Says to anybody whether this system can be used (docs/api/server.md#health). */
@Singleton
public class HealthFunction {
    private final UrlCalls calls;
    private final HealthCheck check;

    HealthFunction(UrlCalls calls, HealthCheck check) {
        this.calls = calls;
        this.check = check;
    }

    @Funq("health")
    public FunctionUrlReply health(FunctionUrlEvent event) {
        return calls.asAnybody(event, Method.OPEN, () -> {
            Health health = check.look();
            return new UrlCalls.OpenAnswer(HealthJson.health(health), problem(health));
        });
    }

    private static Optional<Refusal> problem(Health health) {
        if (health.isReady()) {
            return Optional.empty();
        }
        return Optional.of(
                health.databaseAnswers()
                        ? SchemaGate.refusal()
                        : Refusal.notReady("the database does not answer", SchemaGate.PAUSE.toSeconds()));
    }
}
