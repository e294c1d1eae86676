package io.confab.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Tokens in replies (docs/api/accounts.md). */
public final class AccountJson {
    private AccountJson() {}

    /**
     * {@code newToken}.
     *
     * @param expiresAt when the token expires (milliseconds)
     */
    public static ObjectNode newToken(String token, long expiresAt) {
        return JsonNodeFactory.instance.objectNode().put("token", token).put("tokenExpired", expiresAt);
    }
}
