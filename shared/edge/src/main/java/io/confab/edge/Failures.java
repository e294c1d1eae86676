package io.confab.edge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;
import io.confab.wire.ReplyJson;

/** To be replaced by {@link ReplyJson#failure}. */
public final class Failures {
    private Failures() {}

    public static ObjectNode json(String errSubject, Refusal refusal) {
        return ReplyJson.failure(errSubject, refusal);
    }
}
