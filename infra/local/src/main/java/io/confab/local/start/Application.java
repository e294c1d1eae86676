package io.confab.local.start;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;

/** Runs until it is told to stop; its arguments are what to say once everything listens. */
public final class Application implements QuarkusApplication {
    @Override
    public int run(String... readyLines) {
        for (String line : readyLines) {
            System.out.println(line);
        }
        Quarkus.waitForExit();
        return 0;
    }
}
