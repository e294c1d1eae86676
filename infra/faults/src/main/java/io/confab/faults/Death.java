package io.confab.faults;

import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import io.confab.testing.HaltAtCommand;
import io.confab.testing.MongoCommands;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/**
 * Halts a process in the middle of many calls, each at a chosen database command: a call waits before that command is sent, or
 * after it succeeded, until all other calls wait at theirs or have ended. Then the process is halted as by a power failure. So
 * one halted process tests many independent calls.
 *
 * <p>The thread tells to which call a command belongs: the driver reports commands on the thread that sends them. Commands that
 * a call sends on other threads (one of two reads at the same time, pushes) are not counted.
 */
@Singleton
public class Death implements CommandListener {
    private final ThreadLocal<Doom> dooms = new ThreadLocal<>();

    /**
     * Makes the calls and halts the process; first prints {@code ended=<index>.} for each call that ended before its command.
     */
    void meet(Functions functions, List<Doomed> calls) throws InterruptedException {
        CountDownLatch alive = new CountDownLatch(calls.size());
        List<Integer> ended = new ArrayList<>();
        IntStream.range(0, calls.size()).forEach(index -> {
            Doomed doomed = calls.get(index);
            Thread thread = new Thread(() -> {
                dooms.set(new Doom(doomed, alive));
                functions.call(doomed.call());
                dooms.remove();
                synchronized (ended) {
                    ended.add(index);
                }
                alive.countDown();
            });
            thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
            thread.start();
        });
        alive.await();
        synchronized (ended) {
            ended.forEach(index -> System.out.println("ended=" + index + "."));
        }
        System.out.flush();
        Runtime.getRuntime().halt(HaltAtCommand.EXIT_CODE);
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        Doom doom = dooms.get();
        if (doom != null && !MongoCommands.HOUSEKEEPING.contains(event.getCommandName())) {
            doom.started();
        }
    }

    @Override
    public void commandSucceeded(CommandSucceededEvent event) {
        ended(event.getCommandName());
    }

    @Override
    public void commandFailed(CommandFailedEvent event) {
        ended(event.getCommandName());
    }

    private void ended(String command) {
        Doom doom = dooms.get();
        if (doom != null && !MongoCommands.HOUSEKEEPING.contains(command)) {
            doom.ended();
        }
    }

    /** The command at which one call waits. */
    private static final class Doom {
        private final Doomed doomed;
        private final CountDownLatch alive;
        private int started;

        Doom(Doomed doomed, CountDownLatch alive) {
            this.doomed = doomed;
            this.alive = alive;
        }

        void started() {
            if (++started == doomed.at() && !doomed.after()) {
                die();
            }
        }

        void ended() {
            if (started == doomed.at() && doomed.after()) {
                die();
            }
        }

        private void die() {
            alive.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("nobody interrupts the dead", e);
            }
        }
    }
}
