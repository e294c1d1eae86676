package io.confab.bench.kill;

import io.confab.bench.measure.Progress;
import io.confab.bench.system.Await;
import io.confab.bench.system.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Kills the server at given moments of the run and starts it again. */
final class Killer {
    private static final long RUN_SECONDS = 1_800;

    private final Server server;
    private final Journal journal;
    private final List<Double> downSeconds = new ArrayList<>();

    Killer(Server server, Journal journal) {
        this.server = server;
        this.journal = journal;
    }

    void run(int kills, long messages) throws IOException {
        for (int kill = 1; kill <= kills; kill++) {
            long moment = messages * kill / (kills + 1);
            Await.until("message " + moment, RUN_SECONDS, () -> journal.sendCount() >= moment);
            long pid = server.pid();
            long start = System.nanoTime();
            server.kill();
            Progress.say("killed process " + pid + " after " + journal.sendCount() + " acknowledged messages");
            server.start();
            downSeconds.add((System.nanoTime() - start) / 1e9);
            Progress.say("the server is back");
        }
    }

    List<Double> downSeconds() {
        return downSeconds;
    }
}
