package io.confab.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.health.Health;

/** What {@code health} answers (docs/api/server.md#health). Anybody reads it: it names no host, no user and no error. */
public final class HealthJson {
    private HealthJson() {}

    public static ObjectNode health(Health health) {
        ObjectNode data = JsonNodeFactory.instance
                .objectNode()
                .put("build", health.build())
                .put("schema", health.schema())
                .put("database", health.databaseAnswers() ? "ok" : "failed");
        health.triggerAge().ifPresent(age -> data.put("trigger_age", age));
        return data;
    }
}
