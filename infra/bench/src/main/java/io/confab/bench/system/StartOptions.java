package io.confab.bench.system;

import io.confab.bench.client.ConfabClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options for a system that the benchmark starts. */
public final class StartOptions {
    @Option(
            names = "--home",
            defaultValue = "${env:CONFAB_HOME:-.}",
            description =
                    "Folder of the project whose server is started (default: the one that contains this command).")
    private Path home;

    @Option(names = "--keep", description = "Keep data and logs of the started processes.")
    private boolean keep;

    @Option(
            names = "--request-secret",
            defaultValue = "confab-local-request-secret",
            description = "Secret that signs registrations (default: the well-known secret of a laptop).")
    private String requestSecret;

    /** A server and its folder, not yet started; the database is embedded, or a mongod that the benchmark starts. */
    public StartedSystem prepare(boolean embedded) throws IOException {
        Workspace workspace = new Workspace(keep);
        Mongod mongod = embedded ? null : Mongod.start(workspace.folder());
        Server server = new Server(home(), workspace.folder(), mongod == null ? null : mongod.uri());
        return new StartedSystem(server, client(server.url()), mongod, workspace);
    }

    /** The project's root. */
    public Path home() {
        return home.toAbsolutePath();
    }

    ConfabClient client(URI url) {
        return new ConfabClient(url, requestSecret);
    }
}
