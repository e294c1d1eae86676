package io.confab.local.start;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the environment says (docs/rules.md#laptop).
 *
 * @param port where to listen on the loopback address
 * @param data the folder of everything that is kept
 * @param mongodb another database than the embedded one
 * @param open whether what is for a laptop alone is there: {@code devLogin}, {@code /dev/…} and demo users
 */
record LocalSettings(int port, Path data, Optional<ConnectionString> mongodb, boolean open) {
    private static final String DEFAULT_PORT = "8080";
    private static final String DEFAULT_DATA = ".confab";

    /**
     * Reads them from an environment whose values are within their bounds.
     *
     * @throws StartProblem when the database cannot be found, or a secret is not secret where the database needs one
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

    /** @throws StartProblem when someone listens there already */
    void requireFreePort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new StartProblem("Port " + port + " is taken: stop the program that listens there, or choose another"
                    + " port, such as CONFAB_PORT=" + (port + 1) + ".");
        }
    }

    /** May ask a name server. */
    static ConnectionString mongodb(String uri) {
        try {
            return new ConnectionString(uri);
        } catch (IllegalArgumentException e) {
            throw new StartProblem("CONFAB_MONGODB_URI is no MongoDB address: write it like"
                    + " mongodb://host:27017/confab, or leave it out to use the embedded database.");
        } catch (MongoException e) {
            throw new StartProblem("The hosts of CONFAB_MONGODB_URI cannot be looked up: correct it, or leave it out to"
                    + " use the embedded database.");
        }
    }
}
