package io.confab.local.door;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Who else than this machine may call a laptop's server. */
@ConfigMapping(prefix = "confab")
public interface DoorSettings {
    /** {@code CONFAB_ALLOW_HOSTS}: names separated by commas, for a proxy before this server. */
    Optional<String> allowHosts();

    /** {@code CONFAB_ALLOW_ORIGINS}: origins of web pages, separated by commas; {@code null} among them if it may call. */
    Optional<String> allowOrigins();
}
