package io.confab.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The answer of a method; its JSON is read on demand. */
public final class Reply {
    private final int status;
    private final byte[] bytes;
    private JsonNode body;

    Reply(int status, byte[] bytes) {
        this.status = status;
        this.bytes = bytes;
    }

    public int status() {
        return status;
    }

    public JsonNode body() {
        if (body == null) {
            body = parse(bytes);
        }
        return body;
    }

    public boolean isSuccess() {
        return status == 200 && body().path("errCode").asText().equals("0");
    }

    /** A failure after which it is unknown whether the call was carried out: the call may be repeated. */
    public boolean isOurs() {
        return status >= 500;
    }

    public JsonNode data() {
        return body().path("data");
    }

    /** This reply, which must be a success. */
    public Reply orThrow(String method) {
        if (!isSuccess()) {
            throw new IllegalStateException(
                    method + " refused: " + status + " " + body().path("errCode") + " " + body().path("errMsg"));
        }
        return this;
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            return bytes.length == 0 ? ConfabClient.JSON.createObjectNode() : ConfabClient.JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("an answer that is no JSON", e);
        }
    }
}
