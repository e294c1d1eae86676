package io.confab.migrate.out;

import io.confab.migrate.report.ExitCode;
import io.quarkus.runtime.QuarkusApplication;

/** Runs an {@link Erasure} and prints its results. */
public class EraseApplication implements QuarkusApplication {
    private final Erasure erasure;

    EraseApplication(Erasure erasure) {
        this.erasure = erasure;
    }

    @Override
    public int run(String... arguments) {
        try {
            erasure.erase(arguments[0]).forEach((what, count) -> System.out.printf("%,8d %s%n", count, what));
            return ExitCode.DONE;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return ExitCode.COULD_NOT;
        }
    }
}
