package io.confab.domain.notification;

import java.util.List;

/**
 * Which notifications, by {@code payload.subType}.
 *
 * @param types only these; any when empty
 * @param excludedTypes none of these
 */
public record NotificationFilter(List<String> types, List<String> excludedTypes) {}
