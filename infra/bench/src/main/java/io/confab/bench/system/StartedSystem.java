package io.confab.bench.system;

import io.confab.bench.client.ConfabClient;

/**
 * A system that the benchmark started.
 *
 * @param mongod null with the embedded database
 */
public record StartedSystem(Server server, ConfabClient client, Mongod mongod, Workspace workspace)
        implements AutoCloseable {
    /** How to connect to its mongod. */
    public String mongodUri() {
        return mongod.uri();
    }

    @Override
    public void close() throws Exception {
        client.close();
        server.close();
        if (mongod != null) {
            mongod.close();
        }
        workspace.close();
    }
}
