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

    /** @throws StartProblem when a value makes no sense, or a secret is not secret where the database needs one */
    static LocalSettings from(Map<String, String> environment) {
        int port = port(environment.getOrDefault("CONFAB_PORT", DEFAULT_PORT));
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

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text.trim());
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw notAPort(text);
        }
        throw notAPort(text);
    }

    private static StartProblem notAPort(String text) {
        return new StartProblem(
                "CONFAB_PORT is \"" + text + "\": set it to a number from 1 to 65535, or leave it out.");
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
