package io.confab.domain.device;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;

import java.util.Comparator;
import java.util.List;

/** Which records of a user give way when there are too many (docs/rules.md#accounts, docs/rules.md#online-channel). */
public final class DeviceLimit {
    /** Of the records that piled up before there was a limit, so many go at once. */
    private static final int MAX_AT_ONCE = 1_000;

    private DeviceLimit() {}

    /**
     * The records over the limit, the first to go first: the signed-out and expired, those without a connection, connected
     * ones, each by their last use. The record that was just written stands with the connected ones and never goes by its own
     * hand; of several that come at once all see the same order, so that together they leave {@code max}.
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
