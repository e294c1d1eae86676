package io.confab.push.send;

import io.confab.domain.push.DevicePush;
import io.confab.domain.push.PushStatus;
import io.confab.push.vendor.Vendor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How far one push to one device has come. Used by one thread. */
final class PushTask {
    /** A way to the device. */
    enum Way {
        ONLINE,
        VENDOR
    }

    private final DevicePush push;
    private final Optional<Vendor> vendor;
    private final Deque<Way> ways;
    private Optional<OptionalLong> badge = Optional.empty();
    private PushStatus status;
    private int tries;
    private long dueNanos;

    /**
     * @param ways the ways that are open, in the order in which they are tried
     * @param vendor set if one of the ways needs it
     */
    PushTask(DevicePush push, List<Way> ways, Optional<Vendor> vendor) {
        this.push = push;
        this.vendor = vendor;
        this.ways = new ArrayDeque<>(ways);
        settleIfNoWayIsLeft();
    }

    DevicePush push() {
        return push;
    }

    Way way() {
        return ways.getFirst();
    }

    Vendor vendor() {
        return vendor.orElseThrow();
    }

    boolean hasAnotherWay() {
        return ways.size() > 1;
    }

    /** This way leads nowhere: the next one is tried from now on, or the device is not reached. */
    void takeNextWay() {
        ways.removeFirst();
        tries = 0;
        settleIfNoWayIsLeft();
    }

    void delivered() {
        status = way() == Way.ONLINE ? PushStatus.ONLINE : PushStatus.OFFLINE;
    }

    private void settleIfNoWayIsLeft() {
        if (ways.isEmpty()) {
            status = PushStatus.IGNORED;
        }
    }

    boolean isSettled() {
        return status != null;
    }

    /** Absent as long as it is not settled. */
    Optional<PushStatus> status() {
        return Optional.ofNullable(status);
    }

    /** How often the present way was busy. */
    int tries() {
        return tries;
    }

    long dueNanos() {
        return dueNanos;
    }

    void retryAt(long nanos) {
        tries++;
        dueNanos = nanos;
    }

    /** The number on the app's icon, which may be none; absent as long as it is not counted. */
    Optional<OptionalLong> badge() {
        return badge;
    }

    void badge(OptionalLong counted) {
        badge = Optional.of(counted);
    }
}
