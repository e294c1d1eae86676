package io.confab.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.device.Device;
import io.confab.push.channel.OfflineChannel;
import io.confab.push.channel.Outcome;
import io.confab.push.channel.VendorPush;
import io.confab.push.vendor.Vendor;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A vendor that takes every push for devices of its own channel, {@value #CHANNEL}, and keeps it. Thread-safe. */
@Singleton
public class RecordingOfflineChannel implements Vendor, OfflineChannel {
    /** The {@code channel} of the devices it reaches; no product channel has this name. */
    public static final String CHANNEL = "test-vendor";

    private final List<Handed> handed = new CopyOnWriteArrayList<>();
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    private final AtomicInteger posts = new AtomicInteger();

    /** A push as the vendor got it, and the address it was for. */
    public record Handed(String endpoint, ObjectNode push) {}

    @Override
    public boolean reaches(Device device) {
        return CHANNEL.equals(device.channel);
    }

    @Override
    public Vendor vendor() {
        return this;
    }

    @Override
    public int maxBatch() {
        return 500;
    }

    @Override
    public List<Outcome> push(List<Device> devices, VendorPush push, Duration within) {
        posts.incrementAndGet();
        return devices.stream().map(device -> push(device, push)).toList();
    }

    private Outcome push(Device device, VendorPush push) {
        Outcome outcome = outcomes.getOrDefault(device.endpoint, Outcome.DELIVERED);
        if (outcome == Outcome.DELIVERED) {
            handed.add(new Handed(device.endpoint, push.json()));
        }
        return outcome;
    }

    /** How pushes to an address end from now on; a push is kept only when it is delivered. */
    public void outcome(String endpoint, Outcome outcome) {
        outcomes.put(endpoint, outcome);
    }

    /** How many requests the vendor got. */
    public int posts() {
        return posts.get();
    }

    /** The addresses that got a push, in order. */
    public List<String> endpoints() {
        return handed.stream().map(Handed::endpoint).toList();
    }

    public List<Handed> handed() {
        return List.copyOf(handed);
    }

    public void reset() {
        handed.clear();
        outcomes.clear();
        posts.set(0);
    }
}
