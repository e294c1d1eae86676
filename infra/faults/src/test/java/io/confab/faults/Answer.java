package io.confab.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** What a client gets: the reply of a function called by its URL. */
record Answer(int status, JsonNode body, List<String> commands) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Answer of(Reply reply) {
        if (reply.failure() != null) {
            throw new IllegalStateException(reply.failure());
        }
        try {
            return new Answer(
                    reply.output().path("statusCode").asInt(),
                    JSON.readTree(reply.output().path("body").asText()),
                    reply.commands());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonNode data() {
        return body.path("data");
    }
}
