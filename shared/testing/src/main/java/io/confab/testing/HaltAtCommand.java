package io.confab.testing;

import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Kills its own JVM at a chosen database command, as a power cut would: no shutdown hook runs. The command is chosen by
 * the system properties {@value #AT} (counted from 1) and {@value #WHEN}: {@code before} it is sent, or {@code after} it
 * succeeded and before its caller hears of it. Counts from {@link #arm()} on, reads and writes alike; does nothing in a
 * JVM where {@value #AT} is not set.
 *
 * <p>Run by {@link ChildJvm} once for each k until a run ends by itself, it covers every moment a crash can choose.
 */
@Singleton
public class HaltAtCommand implements CommandListener {
    public static final String AT = "confab.test.halt-at";
    public static final String WHEN = "confab.test.halt-when";

    /** The exit code of a process ended by {@code kill -9}. */
    public static final int EXIT_CODE = 137;

    private static final long NONE = -1;

    private final int at = Integer.getInteger(AT, 0);
    private final boolean after = "after".equals(System.getProperty(WHEN, "before"));
    private final AtomicInteger counted = new AtomicInteger();
    private final AtomicLong fatalRequest = new AtomicLong(NONE);
    private volatile boolean armed;

    /** Starts counting. */
    public void arm() {
        armed = true;
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        if (!armed || MongoCommands.HOUSEKEEPING.contains(event.getCommandName()) || counted.incrementAndGet() != at) {
            return;
        }
        if (after) {
            fatalRequest.set(event.getRequestId());
        } else {
            halt();
        }
    }

    @Override
    public void commandSucceeded(CommandSucceededEvent event) {
        haltAfter(event.getRequestId());
    }

    @Override
    public void commandFailed(CommandFailedEvent event) {
        haltAfter(event.getRequestId());
    }

    private void haltAfter(int requestId) {
        if (fatalRequest.get() == requestId) {
            halt();
        }
    }

    private static void halt() {
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
