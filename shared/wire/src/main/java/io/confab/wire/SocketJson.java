package io.confab.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.ErrorCode;

/** Answers to frames of clients (docs/api/README.md#online-channel); {@link PushJson} has all other frames. */
public final class SocketJson {
    private SocketJson() {}

    /**
     * The answer to a ping.
     *
     * @param now milliseconds
     */
    public static ObjectNode pong(long now) {
        return JsonNodeFactory.instance.objectNode().put("type", "pong").put("time", now);
    }

    /** The answer to a frame that is none. */
    public static ObjectNode error(String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "error")
                .put("errCode", ErrorCode.PARAM_ERROR.code().toString())
                .put("errMsg", message);
    }
}
