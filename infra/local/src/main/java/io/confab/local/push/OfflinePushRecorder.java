package io.confab.local.push;

import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Sorts.descending;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.MongoCollection;
import io.confab.domain.device.Device;
import io.confab.domain.ids.Ids;
import io.confab.local.database.LocalDatabase;
import io.confab.push.channel.OfflineChannel;
import io.confab.push.channel.Outcome;
import io.confab.push.channel.VendorPush;
import io.confab.push.vendor.Vendor;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;

/**
 * Keeps the last 1,000 pushes that would have gone to a vendor that is not set up, instead of sending them. Every push succeeds, and no device is
 * reported as unreachable; a push that is recorded twice is shown twice. Safe for use by many threads.
 */
@Singleton
public class OfflinePushRecorder implements Vendor, OfflineChannel {
    static final String COLLECTION = "confab-local-offline-push";
    private static final int KEPT = 1_000;
    private static final int TRIM_EVERY = 100;

    private final MongoCollection<Document> pushes;
    private final ObjectMapper json;
    private final Clock clock;
    private final Instance<Vendor> vendors;
    private final AtomicInteger sinceTrim = new AtomicInteger();

    public OfflinePushRecorder(LocalDatabase database, ObjectMapper json, Clock clock, @Any Instance<Vendor> vendors) {
        this.vendors = vendors;
        this.pushes = database.collection(COLLECTION);
        this.json = json;
        this.clock = clock;
    }

    /** A device that a vendor can reach, by its push client id or its endpoint, and that no vendor reaches that is set up. */
    @Override
    public boolean reaches(Device device) {
        boolean isKnownToAVendor = device.pushClientid != null || device.endpoint != null;
        return isKnownToAVendor && vendors.stream().noneMatch(vendor -> vendor != this && vendor.reaches(device));
    }

    @Override
    public Vendor vendor() {
        return this;
    }

    @Override
    public int maxBatch() {
        return 1;
    }

    @Override
    public List<Outcome> push(List<Device> devices, VendorPush push, Duration within) {
        devices.forEach(device -> record(device, push));
        return Collections.nCopies(devices.size(), Outcome.DELIVERED);
    }

    private void record(Device device, VendorPush push) {
        pushes.insertOne(new Document("_id", Ids.next())
                .append("time", clock.millis())
                .append("user_id", device.userId)
                .append("device_id", device.deviceId)
                .append("cid", device.cid())
                .append("push", push.json().toString()));
        if (sinceTrim.incrementAndGet() % TRIM_EVERY == 0) {
            trim();
        }
    }

    /** The recorded pushes, newest first: {@code {_id,time,user_id,device_id,cid,push}}. */
    public ArrayNode newest() throws JsonProcessingException {
        ArrayNode list = json.createArrayNode();
        for (Document kept : pushes.find().sort(descending("_id")).limit(KEPT)) {
            ObjectNode shown = list.addObject();
            shown.put("_id", kept.getString("_id")).put("time", kept.getLong("time"));
            shown.put("user_id", kept.getString("user_id")).put("device_id", kept.getString("device_id"));
            shown.put("cid", kept.getString("cid"));
            shown.set("push", json.readTree(kept.getString("push")));
        }
        return list;
    }

    private void trim() {
        Document oldestKept =
                pushes.find().sort(descending("_id")).skip(KEPT).limit(1).first();
        if (oldestKept != null) {
            pushes.deleteMany(lte("_id", oldestKept.getString("_id")));
        }
    }
}
