package io.confab.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Users and tokens beside the data of a reply (docs/api/accounts.md). */
public final class AccountJson {
    /** The field with a user's id in the reply of an account method. */
    public static final String UID = "uid";

    private AccountJson() {}

    /**
     * Adds a new token for the caller to a reply.
     *
     * @param expiresAt when the token expires (milliseconds)
     */
    public static void putNewToken(ObjectNode reply, String token, long expiresAt) {
        ObjectNode newToken = JsonNodeFactory.instance.objectNode();
        reply.set("newToken", newToken.put("token", token).put("tokenExpired", expiresAt));
    }
}
