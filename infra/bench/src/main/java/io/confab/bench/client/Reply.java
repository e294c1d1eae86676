package io.confab.bench.client;

import com.fasterxml.jackson.databind.JsonNode;

/** What a method answered. */
public record Reply(int status, JsonNode body) {

    public boolean isSuccess() {
        return status == 200 && body.path("errCode").asText().equals("0");
    }

    /** A failure that says nothing about whether the call was carried out: the call may be repeated. */
    public boolean isOurs() {
        return status >= 500;
    }

    public JsonNode data() {
        return body.path("data");
    }

    /** This reply, which must be a success. */
    public Reply orThrow(String method) {
        if (!isSuccess()) {
            throw new IllegalStateException(
                    method + " refused: " + status + " " + body.path("errCode") + " " + body.path("errMsg"));
        }
        return this;
    }
}
