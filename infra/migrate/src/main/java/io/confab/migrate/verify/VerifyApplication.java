package io.confab.migrate.verify;

import io.confab.migrate.report.ExitCode;
import io.quarkus.runtime.QuarkusApplication;
import java.nio.file.Path;

/** Runs {@link ListVerification} and prints its result. */
public class VerifyApplication implements QuarkusApplication {
    private final ListVerification verification;

    VerifyApplication(ListVerification verification) {
        this.verification = verification;
    }

    @Override
    public int run(String... arguments) throws Exception {
        ListVerification.Result result = verification.run(Path.of(arguments[0]), Long.parseLong(arguments[1]));
        System.out.print(result.text());
        return result.differences().isEmpty() ? ExitCode.DONE : ExitCode.NOT_ALL;
    }
}
