package io.confab.edge;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;

/** Refusals as JSON. */
public final class Failures {
    private Failures() {}

    /** {@code {errSubject,errCode,errMsg}} (docs/api/README.md#calling-a-method). */
    public static ObjectNode json(String errSubject, Refusal refusal) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("errSubject", errSubject);
        if (refusal.code().code() instanceof Integer number) {
            json.put("errCode", number);
        } else {
            json.put("errCode", refusal.code().code().toString());
        }
        json.put("errMsg", refusal.getMessage());
        return json;
    }
}
