package io.confab.functions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.schema.SchemaUpgrade;
import io.confab.edge.internal.InternalCalls;
import io.confab.wire.SchemaJson;
import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Brings the database to the schema of this build, for operators who cannot reach it (docs/api/README.md#applyschema). */
@Singleton
public class ApplySchemaFunction {
    private final InternalCalls calls;
    private final SchemaUpgrade upgrade;

    ApplySchemaFunction(InternalCalls calls, SchemaUpgrade upgrade) {
        this.calls = calls;
        this.upgrade = upgrade;
    }

    @Funq("applySchema")
    public ObjectNode applySchema(ObjectNode event) {
        return calls.run(event, given -> SchemaJson.report(upgrade.run()));
    }
}
