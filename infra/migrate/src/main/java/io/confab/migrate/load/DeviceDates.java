package io.confab.migrate.load;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.confab.domain.device.Device;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/**
 * Adds the date of deletion to records of devices that have none: imported ones, and those that an earlier version of Confab
 * stored. A record without a time of its last use counts as used today. A record that was written meanwhile has a date; a
 * repeat changes nothing.
 */
final class DeviceDates {
    private static final int BATCH = 1_000;

    private final long today = Instant.now().truncatedTo(ChronoUnit.DAYS).toEpochMilli();
    private final MongoCollection<Document> devices;
    private final List<WriteModel<Document>> batch = new ArrayList<>();

    DeviceDates(MongoDatabase database) {
        this.devices = database.getCollection(Device.COLLECTION);
    }

    void complete() {
        for (Document device : devices.find(exists("forget_at", false))
                .projection(Projections.include("last_time", "token_expired"))
                .batchSize(BATCH)) {
            Date date = Device.forgetAt(time(device, "last_time", today), time(device, "token_expired", 0));
            batch.add(new UpdateOneModel<>(
                    and(eq("_id", device.get("_id")), exists("forget_at", false)), set("forget_at", date)));
            if (batch.size() >= BATCH) {
                flush();
            }
        }
        flush();
    }

    private static long time(Document device, String field, long otherwise) {
        return device.get(field) instanceof Number millis ? millis.longValue() : otherwise;
    }

    private void flush() {
        if (!batch.isEmpty()) {
            devices.bulkWrite(batch);
            batch.clear();
        }
    }
}
