package io.confab.domain.send;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.message.MessageType;
import java.util.List;
import java.util.Optional;

/**
 * A message to be sent, checked for form (contract section 3, sendMsg). Exactly one of {@code toUid} and {@code groupId} is
 * present.
 */
public record SendMsgRequest(
        String appId,
        Optional<String> toUid,
        Optional<String> groupId,
        MessageType type,
        JsonNode body,
        Optional<String> aboutMsgId,
        Optional<JsonNode> clientCreateTime,
        Optional<String> uniqueId,
        List<String> callUid) {}
