package io.confab.domain.readers;

import io.confab.domain.user.Profile;
import java.util.OptionalLong;

/**
 * A user who was to read a message.
 *
 * @param readTime when they read it, if they have
 */
public record MessageReader(Profile profile, OptionalLong readTime) {}
