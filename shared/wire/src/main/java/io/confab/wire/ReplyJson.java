package io.confab.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;
import java.util.Optional;

/** The object that every reply is (docs/api/README.md#calling-a-method). */
public final class ReplyJson {
    private ReplyJson() {}

    /** {@code {errCode:0,errMsg:""}}, to which a method's own fields are added. */
    public static ObjectNode success() {
        return JsonNodeFactory.instance.objectNode().put("errCode", 0).put("errMsg", "");
    }

    /** A reply with {@code data}. */
    public static ObjectNode data(JsonNode data) {
        return success().set("data", data);
    }

    /** A page of a list: {@code data}, {@code hasMore}, and {@code nextCursor} exactly when there is more. */
    public static ObjectNode page(JsonNode data, Optional<String> nextCursor) {
        ObjectNode reply = data(data);
        reply.put("hasMore", nextCursor.isPresent());
        nextCursor.ifPresent(cursor -> reply.put("nextCursor", cursor));
        return reply;
    }

    /** {@code {errSubject,errCode,errMsg}}. */
    public static ObjectNode failure(String errSubject, Refusal refusal) {
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.put("errSubject", errSubject);
        if (refusal.code().code() instanceof Integer number) {
            reply.put("errCode", number);
        } else {
            reply.put("errCode", refusal.code().code().toString());
        }
        return reply.put("errMsg", refusal.getMessage());
    }
}
