package io.confab.domain.rate;

import io.confab.domain.ids.ProcessRandom;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The slots that this process knows to be taken. It never knows all, but what it knows stays true: a stored slot is never given
 * back. This only saves reading the database; the limit itself holds by what is stored. Safe for many threads.
 */
final class TakenSlots {
    private static final int MAX_OWNERS = 10_000;

    private final Bucket bucket;
    private final Map<String, SortedSet<Long>> taken = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SortedSet<Long>> eldest) {
            return size() > MAX_OWNERS;
        }
    };

    TakenSlots(Bucket bucket) {
        this.bucket = bucket;
    }

    /**
     * Chooses a slot that may be free, and marks it as taken in this process: the newest if possible, because few others can
     * have it yet; otherwise a random one, so that processes that try at the same time choose different ones.
     */
    synchronized OptionalLong take(String owner, long now) {
        SortedSet<Long> used = taken.computeIfAbsent(owner, key -> new TreeSet<>());
        long newest = bucket.newest(now);
        long oldest = bucket.oldest(now);
        used.headSet(oldest).clear();
        long free = newest - oldest + 1 - used.subSet(oldest, newest + 1).size();
        if (free <= 0) {
            return OptionalLong.empty();
        }
        long slot =
                used.contains(newest) ? free(used, oldest, ProcessRandom.dice().nextLong(free)) : newest;
        used.add(slot);
        return OptionalLong.of(slot);
    }

    synchronized void learn(String owner, Collection<Long> slots) {
        taken.computeIfAbsent(owner, key -> new TreeSet<>()).addAll(slots);
    }

    /** The slot was taken in this process, and not used. */
    synchronized void giveBack(String owner, long slot) {
        taken.computeIfAbsent(owner, key -> new TreeSet<>()).remove(slot);
    }

    private static long free(SortedSet<Long> used, long oldest, long index) {
        long slot = oldest;
        for (long left = index; used.contains(slot) || left > 0; slot++) {
            if (!used.contains(slot)) {
                left--;
            }
        }
        return slot;
    }
}
