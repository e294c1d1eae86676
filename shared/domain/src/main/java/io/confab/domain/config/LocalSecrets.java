package io.confab.domain.config;

import java.util.Set;

/** The secrets of a laptop. They are public, so every deployment that is not local refuses them, for every setting. */
public final class LocalSecrets {
    private static final Set<String> KNOWN =
            Set.of("confab-local-token-secret-change-me", "confab-local-request-secret");

    private LocalSecrets() {}

    /** Whether this is one of the well-known secrets. */
    public static boolean areKnown(String secret) {
        return KNOWN.contains(secret);
    }

    /**
     * Refuses a well-known secret unless the deployment is local.
     *
     * @param setting its name, for the error message
     * @throws IllegalStateException which stops the function's start
     */
    public static void refuse(String setting, String secret, ConfabConfig config) {
        if (areKnown(secret) && !config.local()) {
            throw new IllegalStateException(setting + " is the well-known one of a laptop: set your own");
        }
    }
}
