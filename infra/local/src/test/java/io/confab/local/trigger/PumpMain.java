package io.confab.local.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClients;
import io.confab.local.database.LocalDatabase;
import io.confab.local.invoke.Functions;
import io.confab.testing.HaltAtCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

/**
 * A pump in a process of its own, which keeps the ids of the documents that it is told of in a file, a line each. It halts at a
 * database command of the pump's ({@link HaltAtCommand}), or runs until it is killed.
 */
final class PumpMain {
    /** How far its clock is ahead, in seconds. */
    static final String AHEAD = "confab.test.ahead";

    /** How many milliseconds the function takes, the first time. */
    static final String PAUSE = "confab.test.pause";

    private PumpMain() {}

    /** @param arguments the server, the database, the file */
    public static void main(String... arguments) throws InterruptedException {
        HaltAtCommand halt = new HaltAtCommand();
        LocalDatabase database = new LocalDatabase(
                MongoClients.create(MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString(arguments[0]))
                        .addCommandListener(halt)
                        .build()),
                arguments[1]);
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(Integer.getInteger(AHEAD, 0)));
        halt.arm();
        new ChangePump(database, new Told(Path.of(arguments[2])), new ObjectMapper(), clock).start();
        System.out.println("started.");
        new CountDownLatch(1).await();
    }

    private static final class Told implements Functions {
        private final Path file;
        private long pause = Long.getLong(PAUSE, 0);

        Told(Path file) {
            this.file = file;
        }

        @Override
        public SortedSet<String> names() {
            return new TreeSet<>();
        }

        @Override
        public boolean takesUrlEvents(String name) {
            return false;
        }

        @Override
        public JsonNode call(String name, String requestId, JsonNode event) {
            StringBuilder lines = new StringBuilder();
            event.path("events").forEach(one -> lines.append(
                            one.at("/event/documentKey/_id").asText())
                    .append('\n'));
            try {
                Thread.sleep(pause);
                pause = 0;
                Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return event;
        }
    }
}
