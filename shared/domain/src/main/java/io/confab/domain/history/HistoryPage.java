package io.confab.domain.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** A page of messages as clients know them. */
public record HistoryPage(List<ObjectNode> data, Optional<String> nextCursor) {}
