package io.confab.local.door;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Additional callers that a laptop's server accepts, besides those of its own machine. */
@ConfigMapping(prefix = "confab")
public interface DoorSettings {
    /** {@code CONFAB_ALLOW_HOSTS}: host names separated by commas, for a proxy in front of this server. */
    Optional<String> allowHosts();

    /**
     * {@code CONFAB_ALLOW_ORIGINS}: origins of web pages, separated by commas; {@code null} in the list accepts pages opened
     * from files.
     */
    Optional<String> allowOrigins();
}
