package io.confab.local.start;

import com.mongodb.ConnectionString;
import io.confab.domain.config.LocalSecrets;
import io.confab.local.door.Authority;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the database is on this machine (docs/rules.md#laptop). Another database may contain other people's messages, so the
 * well-known secrets are refused for it, and so is everything that needs no secret, unless the developer allows them.
 */
final class DatabasePlace {
    private static final String TRUSTED = "CONFAB_LOCAL_REMOTE_DATABASE";
    private static final List<String> SECRETS = List.of("CONFAB_TOKEN_SECRET", "CONFAB_REQUEST_AUTH_SECRET");

    private DatabasePlace() {}

    static boolean isTrusted(Map<String, String> environment) {
        return "true".equalsIgnoreCase(environment.getOrDefault(TRUSTED, "").strip());
    }

    /**
     * Whether every host is a loopback address, or a socket of this machine. Hosts from a name server's list and hosts behind a
     * proxy do not count as such; no name server is asked.
     *
     * @throws StartProblem if it is not an address
     */
    static boolean isThisMachine(String uri) {
        if (uri.startsWith("mongodb+srv:")) {
            return false;
        }
        ConnectionString parsed = LocalSettings.mongodb(uri);
        return parsed.getProxyHost() == null && parsed.getHosts().stream().allMatch(DatabasePlace::isLoopback);
    }

    private static boolean isLoopback(String host) {
        return host.endsWith(".sock")
                || Authority.of(host).filter(Authority::isLoopback).isPresent();
    }

    /**
     * Reads the settings as Quarkus does: a system property takes precedence over the environment.
     *
     * @throws StartProblem if a secret is a well-known one
     */
    static void requireSecrets(Map<String, String> environment) {
        for (String setting : SECRETS) {
            Optional<String> secret = value(setting, environment);
            if (secret.isEmpty() || LocalSecrets.areKnown(secret.get())) {
                throw notSecret(setting);
            }
            for (String other : List.of(setting + "_NEXT", setting + "_PREVIOUS")) {
                if (value(other, environment).filter(LocalSecrets::areKnown).isPresent()) {
                    throw notSecret(other);
                }
            }
        }
    }

    private static Optional<String> value(String setting, Map<String, String> environment) {
        String property = "confab."
                + setting.substring("CONFAB_".length()).toLowerCase(Locale.ROOT).replace('_', '-');
        return Optional.ofNullable(System.getProperty(property, environment.get(setting)))
                .filter(text -> !text.isBlank());
    }

    private static StartProblem notSecret(String setting) {
        return new StartProblem("The database of CONFAB_MONGODB_URI is not on this machine, and " + setting
                + " is the well-known one of a laptop: set your own, or " + TRUSTED
                + "=true if everyone who can reach that database may read all of it.");
    }
}
