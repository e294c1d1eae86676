package io.confab.edge.token;

/**
 * A newly issued token.
 *
 * @param expiresAt its end in milliseconds
 */
public record IssuedToken(String token, long expiresAt) {}
