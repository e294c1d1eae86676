package io.confab.local.start;

import io.confab.domain.config.Environment;
import io.confab.local.database.DemoUsers;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Runs every function in this process (docs/rules.md#laptop): takes the data folder, opens the database, starts the
 * application, and closes them in the opposite order when it is told to stop. If it cannot start, it prints the reason in one
 * sentence to standard error and ends with exit code 1.
 */
@QuarkusMain
public final class Main {
    private static final Logger LOG = Logger.getLogger(Main.class);
    private static final int STOP_PATIENCE_SECONDS = 20;

    private Main() {}

    public static void main(String... arguments) {
        try {
            new Environment(System.getenv()).problemOnLaptop().ifPresent(Main::refuse);
            run(LocalSettings.from(System.getenv()));
        } catch (StartProblem problem) {
            System.err.println(problem.getMessage());
            System.exit(1);
        }
    }

    private static void refuse(String sentence) {
        throw new StartProblem(sentence);
    }

    private static void run(LocalSettings settings) {
        settings.requireFreePort();
        DataFolder folder = DataFolder.take(settings.data());
        Database database = settings.mongodb().map(Database::at).orElseGet(() -> Database.embedded(folder));
        database.configure();
        VapidFile.configure(settings.data(), System.getenv());
        System.setProperty("quarkus.http.port", Integer.toString(settings.port()));
        System.setProperty("confab.local.data", settings.data().toString());
        System.setProperty(Startup.OPEN, Boolean.toString(settings.open()));

        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> closeAfter(stopped, database, folder), "close-database"));
        Quarkus.run(
                Application.class, (code, failure) -> ended(stopped, code, failure), readyLines(settings, database));
    }

    private static String[] readyLines(LocalSettings settings, Database database) {
        String address = "127.0.0.1:" + settings.port();
        return new String[] {
            "Confab is ready: http://" + address + "  ws://" + address + "/ws",
            "  data folder: " + settings.data(),
            "  database:    " + database.shown(),
            "  demo users:  " + demoUsers(settings, address)
        };
    }

    private static String demoUsers(LocalSettings settings, String address) {
        return settings.open()
                ? String.join(", ", DemoUsers.NAMES) + "  (POST http://" + address
                        + "/devLogin {\"username\":\"alice\"})"
                : "none; devLogin and /dev/ are refused too, because the database is not on this machine";
    }

    private static void ended(CountDownLatch stopped, int code, Throwable failure) {
        if (failure != null) {
            LOG.error("Confab could not start", failure);
        }
        stopped.countDown();
        System.exit(code);
    }

    private static void closeAfter(CountDownLatch stopped, Database database, DataFolder folder) {
        try {
            if (!stopped.await(STOP_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The application did not stop in time");
            }
            database.embedded().close();
            folder.close();
        } catch (Exception e) {
            LOG.warn("The database was not closed properly; nothing that was acknowledged is lost", e);
        }
    }
}
