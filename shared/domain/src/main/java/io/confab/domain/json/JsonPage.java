package io.confab.domain.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** A page of a list in the form of the reply, and the cursor of the next page if there is one. */
public record JsonPage(List<ObjectNode> data, Optional<String> nextCursor) {}
