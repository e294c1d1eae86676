package io.confab.domain.readers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** {@code {read_count,unread_count,read:[…],unread:[…]}}, and where the next page begins. */
public record ReadersPage(ObjectNode data, Optional<String> nextCursor) {}
