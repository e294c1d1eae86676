package io.confab.domain.send;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.message.MessageType;

/**
 * What a message says.
 *
 * @param body free JSON, as its sender chose it
 */
public record Content(MessageType type, JsonNode body) {
    boolean isSystem() {
        return type == MessageType.SYSTEM;
    }
}
