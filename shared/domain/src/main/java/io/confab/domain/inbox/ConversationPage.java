package io.confab.domain.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** A page of conversations in the form of replies, newest first. */
public record ConversationPage(List<ObjectNode> data, Optional<String> nextCursor, long unreadTotal) {}
