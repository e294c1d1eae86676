package io.confab.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.device.Device;
import io.confab.push.channel.OfflineChannel;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A vendor that takes every push for devices of its own channel, {@value #CHANNEL}, and keeps it. Thread-safe. */
@Singleton
public class RecordingOfflineChannel implements OfflineChannel {
    /** The {@code channel} of the devices it reaches; no product channel has this name. */
    public static final String CHANNEL = "test-vendor";

    private final List<Handed> handed = new CopyOnWriteArrayList<>();

    /** A push as the vendor got it, and the address it was for. */
    public record Handed(String endpoint, ObjectNode push) {}

    @Override
    public boolean reaches(Device device) {
        return CHANNEL.equals(device.channel);
    }

    @Override
    public boolean push(Device device, ObjectNode push) {
        handed.add(new Handed(device.endpoint, push.deepCopy()));
        return true;
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
    }
}
