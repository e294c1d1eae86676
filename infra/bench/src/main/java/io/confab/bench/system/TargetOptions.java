package io.confab.bench.system;

import com.mongodb.ConnectionString;
import io.confab.bench.client.ConfabClient;
import io.confab.bench.database.Database;
import io.confab.bench.measure.Progress;
import java.io.IOException;
import java.net.URI;
import java.util.OptionalLong;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that choose the measured system. */
public final class TargetOptions {
    @Option(names = "--start", description = "Start mongod and the server for this run, and stop them afterwards.")
    private boolean start;

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:8080",
            description = "URL of the running system (default: ${DEFAULT-VALUE}).")
    private URI url;

    @Option(
            names = "--mongodb-uri",
            defaultValue = "${env:CONFAB_MONGODB_URI:-mongodb://127.0.0.1:27017}",
            description = "MongoDB of the running system (default: $CONFAB_MONGODB_URI or, if not set, port 27017).")
    private String mongodbUri;

    @Option(
            names = "--database",
            description =
                    "Name of its database (default: the one in the URI or, if there is none, the one that contains users).")
    private String databaseName;

    @Option(
            names = "--server-pid",
            description = "Process of the server (default: the one that listens on the URL's port).")
    private Long serverPid;

    @Option(names = "--mongod-pid", description = "Process of MongoDB (default: the one that listens on its port).")
    private Long mongodPid;

    @Mixin
    private StartOptions own;

    public Target open() throws IOException {
        return start ? started() : running();
    }

    private Target running() {
        ConnectionString mongodb = Loopback.check(new ConnectionString(mongodbUri));
        ConfabClient client = own.client(Loopback.check(url));
        return target(client, mongodb, process(serverPid, url.getPort()), process(mongodPid, port(mongodb)));
    }

    private Target started() throws IOException {
        StartedSystem system = own.prepare(false);
        Progress.say("starting mongod and the server");
        system.server().start();
        return target(
                        system.client(),
                        new ConnectionString(system.mongod().uri()),
                        OptionalLong.of(system.server().pid()),
                        OptionalLong.of(system.mongod().pid()))
                .closing(system);
    }

    private Target target(
            ConfabClient client, ConnectionString mongodb, OptionalLong serverProcess, OptionalLong mongodProcess) {
        return new Target(client, Database.open(mongodb, databaseName), serverProcess, mongodProcess);
    }

    private static OptionalLong process(Long given, int port) {
        return given != null ? OptionalLong.of(given) : ListeningProcess.find(port);
    }

    private static int port(ConnectionString mongodb) {
        String host = mongodb.getHosts().get(0);
        return host.matches(".*:\\d+") ? Integer.parseInt(host.substring(host.lastIndexOf(':') + 1)) : 27017;
    }
}
