package io.confab.local.start;

import com.mongodb.ConnectionString;
import io.confab.domain.storage.DatabaseAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a laptop, from the environment (docs/rules.md#laptop).
 *
 * @param port port on the loopback address
 * @param data the data folder
 * @param mongodb the database to use instead of the embedded one
 * @param open whether the parts that only a laptop has are available: {@code devLogin}, {@code /dev/…} and demo users
 */
record LocalSettings(int port, Path data, Optional<ConnectionString> mongodb, boolean open) {
    private static final String DEFAULT_PORT = "8080";
    private static final String DEFAULT_DATA = ".confab";

    /**
     * Reads them from an environment whose values are within their bounds.
     *
     * @throws StartProblem if the database's address is wrong, or a secret is a well-known one although the database is not on
     *     this machine
     */
    static LocalSettings from(Map<String, String> environment) {
        int port = Integer.parseInt(
                environment.getOrDefault("CONFAB_PORT", DEFAULT_PORT).strip());
        Optional<String> uri =
                Optional.ofNullable(environment.get("CONFAB_MONGODB_URI")).filter(text -> !text.isBlank());
        boolean open = uri.isEmpty() || DatabasePlace.isTrusted(environment) || DatabasePlace.isThisMachine(uri.get());
        if (!open) {
            DatabasePlace.requireSecrets(environment);
        }
        return new LocalSettings(
                port,
                Path.of(environment.getOrDefault("CONFAB_DATA", DEFAULT_DATA)).toAbsolutePath(),
                uri.map(LocalSettings::mongodb),
                open);
    }

    /** @throws StartProblem if another program listens there */
    void requireFreePort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new StartProblem("Port " + port + " is taken: stop the program that listens there, or choose another"
                    + " port, such as CONFAB_PORT=" + (port + 1) + ".");
        }
    }

    /** Parses the address; may ask a name server. */
    static ConnectionString mongodb(String uri) {
        try {
            return DatabaseAddress.parse("CONFAB_MONGODB_URI", uri);
        } catch (DatabaseAddress.Wrong e) {
            throw new StartProblem(e.getMessage() + " Or leave it out to use the embedded database.");
        }
    }
}
