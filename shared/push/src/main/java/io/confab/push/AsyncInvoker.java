package io.confab.push;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Invokes another function (or the same one) asynchronously, with Lambda's semantics: an accepted invocation runs at least
 * once, perhaps twice, and is retried if it throws.
 */
public interface AsyncInvoker {
    /**
     * Returns once the invocation is accepted.
     *
     * @param method the contract's name of the method, such as {@code sendMsgToGroup}
     * @param payload the event that the function gets
     * @throws RuntimeException if it was not accepted
     */
    void invoke(String method, ObjectNode payload);
}
