package io.confab.edge.token;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A newly issued token.
 *
 * @param expiresAt its end in milliseconds
 */
public record IssuedToken(String token, long expiresAt) {

    /** {@code {token,tokenExpired}}. */
    public ObjectNode toJson() {
        return JsonNodeFactory.instance.objectNode().put("token", token).put("tokenExpired", expiresAt);
    }
}
