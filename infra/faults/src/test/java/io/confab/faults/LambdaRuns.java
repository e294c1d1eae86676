package io.confab.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Runs what was invoked asynchronously under a tag as Lambda does: what fails is run again later, and then is a dead letter. */
final class LambdaRuns {
    private final Laboratory laboratory;
    private final String tag;
    private final FunctionJvm now;
    private final FunctionJvm later;
    private int started;
    private int deadDevices;

    /**
     * @param later serves the repeats, when leases have ended
     */
    LambdaRuns(Laboratory laboratory, String tag, FunctionJvm now, FunctionJvm later) {
        this.laboratory = laboratory;
        this.tag = tag;
        this.now = now;
        this.later = later;
    }

    /** Runs all, and what those invoke. */
    LambdaRuns toEnd() {
        for (List<JsonNode> accepted = accepted(); started < accepted.size(); accepted = accepted()) {
            JsonNode invocation = accepted.get(started++);
            JsonNode payload = invocation.path("payload");
            if (payload.has("given_up")) {
                deadDevices +=
                        Math.max(1, payload.at("/pushParam/push_clientid").size());
                continue;
            }
            Call call = new Call(tag, invocation.path("method").asText(), payload);
            if (now.call(call).failure() != null) {
                String failure = later.call(call).failure();
                if (failure != null) {
                    throw new AssertionError(failure);
                }
            }
        }
        return this;
    }

    private List<JsonNode> accepted() {
        return Outgoing.invocations(laboratory.journal(), tag);
    }

    /** How many were accepted. */
    int invocations() {
        return started;
    }

    /** How many devices, or events, the dead letters name. */
    int deadDevices() {
        return deadDevices;
    }
}
