package io.confab.domain.device;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;

import java.util.Comparator;
import java.util.List;

/** Which records of a user are removed if there are too many (docs/rules.md#accounts, docs/rules.md#online-channel). */
public final class DeviceLimit {
    /** Maximum number of records that are removed at once, for records from before there was a limit. */
    private static final int MAX_AT_ONCE = 1_000;

    private DeviceLimit() {}

    /**
     * The records over the limit, in the order in which they are removed: signed-out and expired ones, those without a
     * connection, connected ones; within each kind by their last use. The record that was just written counts as connected, and
     * is never removed by the call that wrote it. If several calls run at once, all see the same order, so that together they
     * leave {@code max} records.
     *
     * @param writtenKey the key of the record that was just written
     */
    public static List<Device> excess(List<Device> records, String writtenKey, int max, long now) {
        Comparator<Device> order = comparingInt((Device device) -> use(device, writtenKey, now));
        return records.stream()
                .sorted(order.thenComparing(comparingLong(DeviceLimit::lastTime))
                        .thenComparing(comparing(device -> device.id)))
                .limit(Math.min(MAX_AT_ONCE, Math.max(0, records.size() - max)))
                .filter(device -> !writtenKey.equals(device.deviceKey))
                .toList();
    }

    private static int use(Device device, String writtenKey, long now) {
        if (writtenKey.equals(device.deviceKey)) {
            return 2;
        }
        if (device.tokenExpired <= now) {
            return 0;
        }
        return device.connectionId == null ? 1 : 2;
    }

    private static long lastTime(Device device) {
        return device.lastTime == null ? 0 : device.lastTime;
    }
}
