package io.confab.domain.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** A page of a list as clients know it, and where the next one begins if there is more. */
public record JsonPage(List<ObjectNode> data, Optional<String> nextCursor) {}
