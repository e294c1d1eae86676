package io.confab.domain.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeviceLimitTest {
    private static final long NOW = 1_000_000;

    private static Device device(String name, long tokenExpired, String connection, Long lastTime) {
        Device device = new Device();
        device.id = name;
        device.deviceKey = name;
        device.tokenExpired = tokenExpired;
        device.connectionId = connection;
        device.lastTime = lastTime;
        return device;
    }

    private static List<String> excess(List<Device> records, String written, int max) {
        return DeviceLimit.excess(records, written, max, NOW).stream()
                .map(device -> device.id)
                .toList();
    }

    @Test
    void excess_order_isUselessThenUnconnectedThenConnectedByLastUse() {
        List<Device> records = List.of(
                device("connected-old", NOW + 1, "c", 1L),
                device("connected", NOW + 1, "c", 2L),
                device("away", NOW + 1, null, 500L),
                device("away-unknown", NOW + 1, null, null),
                device("out", 0, null, 900L),
                device("ended", NOW, "c", 800L),
                device("written", NOW + 1, null, NOW));

        assertThat(excess(records, "written", 1))
                .containsExactly("ended", "out", "away-unknown", "away", "connected-old", "connected");
        assertThat(excess(records, "written", 5)).containsExactly("ended", "out");
        assertThat(excess(records, "written", 7)).isEmpty();
    }

    @Test
    void excess_severalAtOnce_leaveTheLimitTogether() {
        // Given: 30 that came at once, each of which sees all
        List<Device> records = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            records.add(device("d" + (10 + i), NOW + 1, "c" + i, NOW - i % 3));
        }

        // When
        Set<String> gone = new HashSet<>();
        records.forEach(written -> gone.addAll(excess(records, written.id, 20)));

        // Then
        assertThat(gone).hasSize(10);
    }
}
