package io.confab.local.database;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Makes changes durable before they are acknowledged, with one commit for many changes.
 *
 * <p>Changes run at the same time as each other, but never at the same time as a commit: a commit stores each change completely
 * or not at all, so a process that is killed at any moment leaves no half-written documents. The first thread that waits makes
 * the commit for all changes that have finished by then. Safe for use by many threads.
 */
final class GroupCommit {
    private final Runnable commit;
    private final ReadWriteLock store = new ReentrantReadWriteLock();
    private final AtomicLong changes = new AtomicLong();
    private volatile long durable;
    private boolean committing;

    GroupCommit(Runnable commit) {
        this.commit = commit;
    }

    /** Runs a change and returns its result when it is durable. If the change throws, this does not wait. */
    <T> T durably(Supplier<T> change) {
        long number;
        T result;
        store.readLock().lock();
        try {
            number = changes.incrementAndGet();
            result = change.get();
        } finally {
            store.readLock().unlock();
        }
        awaitDurable(number);
        return result;
    }

    /** Returns once everything that was visible before this call is durable. */
    void awaitVisible() {
        awaitDurable(changes.get());
    }

    /** The number of changes so far. */
    long changes() {
        return changes.get();
    }

    /** Runs a task while neither a change nor a commit runs. */
    void alone(Runnable task) {
        store.writeLock().lock();
        try {
            task.run();
        } finally {
            store.writeLock().unlock();
        }
    }

    private void awaitDurable(long number) {
        if (mustCommit(number)) {
            try {
                alone(this::commitAll);
            } finally {
                committed();
            }
        }
    }

    /** Waits until the change is durable, or returns true when it is this thread's turn to commit. */
    private synchronized boolean mustCommit(long number) {
        boolean interrupted = false;
        while (durable < number && committing) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        boolean turn = durable < number;
        committing |= turn;
        return turn;
    }

    private synchronized void committed() {
        committing = false;
        notifyAll();
    }

    private void commitAll() {
        long finished = changes.get();
        commit.run();
        durable = finished;
    }
}
