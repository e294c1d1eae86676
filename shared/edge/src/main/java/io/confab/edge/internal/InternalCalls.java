package io.confab.edge.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.schema.SchemaGate;
import io.confab.domain.storage.DatabaseClients;
import io.confab.edge.observe.Observation;
import io.confab.wire.ReplyJson;
import jakarta.inject.Singleton;
import java.util.function.Function;

/**
 * The steps of every method that only functions and triggers may call (docs/api/README.md#calling-a-method). A call by URL is
 * refused. An exception other than a refusal reaches Lambda, which tries again; a refusal would only be repeated, so it is
 * returned as the answer.
 */
@Singleton
public class InternalCalls {
    /** The text for callers of an internal method from outside. */
    public static final String REFUSED = "该方法仅支持云对象的方法，或者触发器调用";

    private static final String SUBJECT = "uni-im-co";

    private final SchemaGate gate;
    private final DatabaseClients database;
    private final Observation observation;

    InternalCalls(SchemaGate gate, DatabaseClients database, Observation observation) {
        this.gate = gate;
        this.database = database;
        this.observation = observation;
    }

    /**
     * As {@link #run}, for a method that stores something.
     *
     * @throws IllegalStateException if the database is not ready, so that the event comes again
     */
    public ObjectNode runWhenReady(ObjectNode event, Function<ObjectNode, ObjectNode> method) {
        return run(event, given -> {
            if (!gate.isReady()) {
                Refusal refusal = SchemaGate.refusal();
                throw new IllegalStateException(refusal.getMessage(), refusal);
            }
            return method.apply(given);
        });
    }

    /** Runs an internal method; returns its reply, or the reply to a function URL call that refuses it. */
    public ObjectNode run(ObjectNode event, Function<ObjectNode, ObjectNode> method) {
        return observation.of(() -> answered(event, method));
    }

    private ObjectNode answered(ObjectNode event, Function<ObjectNode, ObjectNode> method) {
        if (event.path("requestContext").has("http")) {
            observation.refused(ErrorCode.NO_PERMISSION);
            return urlReply(new Refusal(ErrorCode.NO_PERMISSION, REFUSED));
        }
        try {
            return ReplyJson.data(database.invocation(() -> method.apply(event)));
        } catch (Refusal e) {
            observation.refused(e.code());
            return ReplyJson.failure(SUBJECT, e);
        }
    }

    private static ObjectNode urlReply(Refusal refusal) {
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.put("statusCode", refusal.code().httpStatus());
        reply.putObject("headers").put("content-type", "application/json; charset=utf-8");
        reply.put("body", ReplyJson.failure(SUBJECT, refusal).toString());
        reply.put("isBase64Encoded", false);
        return reply;
    }
}
