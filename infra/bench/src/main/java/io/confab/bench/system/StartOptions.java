package io.confab.bench.system;

import io.confab.bench.client.ConfabClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How a system of the bench's own is started. */
public final class StartOptions {
    @Option(
            names = "--home",
            defaultValue = "${env:CONFAB_HOME:-.}",
            description = "The project's root, whose server is started (default: where this command lies).")
    private Path home;

    @Option(names = "--keep", description = "Keep the data and logs of what was started.")
    private boolean keep;

    @Option(
            names = "--request-secret",
            defaultValue = "confab-local-request-secret",
            description = "Secret that signs registrations (default: the laptop's).")
    private String requestSecret;

    /** A server and its folder, not yet started; the database is embedded or a mongod of the bench's own. */
    public StartedSystem prepare(boolean embedded) throws IOException {
        Workspace workspace = new Workspace(keep);
        Mongod mongod = embedded ? null : Mongod.start(workspace.folder());
        Server server = new Server(home.toAbsolutePath(), workspace.folder(), mongod == null ? null : mongod.uri());
        return new StartedSystem(server, client(server.url()), mongod, workspace);
    }

    ConfabClient client(URI url) {
        return new ConfabClient(url, requestSecret);
    }
}
