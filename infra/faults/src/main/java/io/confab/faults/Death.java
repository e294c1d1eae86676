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
 * The death of a process with many calls under way, each of which has come to a moment of its own: a call waits at its database
 * command, before it is sent or after it succeeded, until all others wait at theirs or have ended. Then the process is halted
 * as by a power cut. So one death serves many calls that have nothing to do with each other.
 *
 * <p>Commands belong to a call by its thread: the driver reports them on the thread that sends them. Commands that a call sends
 * on other threads (one of two reads at the same time, pushes) are not counted.
 */
@Singleton
public class Death implements CommandListener {
    private final ThreadLocal<Doom> dooms = new ThreadLocal<>();

    /** Makes the calls, and dies; first prints {@code ended=<index>.} for each that ended before its moment. */
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

    /** One call's moment. */
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
