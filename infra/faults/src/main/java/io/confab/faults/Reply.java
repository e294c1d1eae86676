package io.confab.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The result of a {@link Call}.
 *
 * @param output what the function returned, or null when it threw
 * @param failure what it threw, or null
 * @param commands the database commands sent meanwhile, as {@code "<command> <collection>"}; of this call alone if it was the
 *     only one
 */
public record Reply(JsonNode output, String failure, List<String> commands) {}
