package io.confab.domain.notification;

import java.util.List;

/**
 * Selects notifications by {@code payload.subType}.
 *
 * @param types only these; all if empty
 * @param excludedTypes none of these
 */
public record NotificationFilter(List<String> types, List<String> excludedTypes) {}
