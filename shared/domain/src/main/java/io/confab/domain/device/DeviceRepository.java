package io.confab.domain.device;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Handles;
import io.confab.domain.storage.Index;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bson.conversions.Bson;

/** Reads and writes {@code uni-id-device}. Every method is one database command. */
@Singleton
public class DeviceRepository implements PanacheMongoRepositoryBase<Device, String> {
    public static final List<Index> INDEXES = List.of(
            Index.unique(Device.COLLECTION, "device_key", "one record for each user and device"),
            Index.unique(Device.COLLECTION, "cid_key", "a push client id belongs to one record; pushes by client id"),
            Index.of(Device.COLLECTION, "the devices of the users of a page", "user_id"),
            Index.of(Device.COLLECTION, "pushes by device id", "device_id"),
            Index.of(Device.COLLECTION, "frames and ends of a connection", "connection_id"));

    private static final int BATCH = 100_000;

    private final Handles<Device> handles = new Handles<>(this::mongoCollection);

    public List<Device> findOfUser(String uid) {
        return all(eq("user_id", uid));
    }

    /** Devices of these users whose token ends after {@code now}. */
    public List<Device> findReachable(Collection<String> uids, long now) {
        return all(and(in("user_id", uids), gt("token_expired", now)));
    }

    public List<Device> findByCids(Collection<String> cids) {
        return all(in("cid_key", cids));
    }

    public List<Device> findByUsers(Collection<String> uids) {
        return all(in("user_id", uids));
    }

    public List<Device> findByDeviceIds(Collection<String> deviceIds) {
        return all(in("device_id", deviceIds));
    }

    public Optional<Device> findByConnection(String connectionId) {
        return Optional.ofNullable(
                handles.plain().find(eq("connection_id", connectionId)).first());
    }

    public Optional<Device> findOne(String uid, String deviceId) {
        return Optional.ofNullable(handles.plain()
                .find(eq("device_key", Device.key(uid, deviceId)))
                .first());
    }

    /** Binds a connection to the device's record, made if it is missing; returns the record as it was before. */
    Optional<Device> bind(Device device) {
        return upsert(
                device,
                ReturnDocument.BEFORE,
                set("connection_id", device.connectionId),
                setOnInsert("cid_key", Device.cid(null, device.id)));
    }

    /** Sets how a vendor reaches the device, on its record, made if it is missing. */
    Optional<Device> register(Device device) {
        List<Bson> updates = new ArrayList<>(
                List.of(set("push_clientid", device.pushClientid), set("cid_key", device.pushClientid)));
        if (device.channel != null) {
            updates.add(set("channel", device.channel));
        }
        if (device.endpoint != null) {
            updates.add(set("endpoint", device.endpoint));
        }
        return upsert(device, ReturnDocument.AFTER, updates.toArray(new Bson[0]));
    }

    /** Takes its push client id from a record, if it still has it. */
    void takeAway(Device holder) {
        handles.plain()
                .updateOne(
                        and(eq("_id", holder.id), eq("cid_key", holder.cidKey)),
                        combine(unset("push_clientid"), set("cid_key", Device.cid(null, holder.id))));
    }

    /** Unbinds a connection, by its own name: a newer one of the same device stays. */
    public void unbind(String connectionId) {
        handles.plain().updateOne(eq("connection_id", connectionId), unset("connection_id"));
    }

    /** Lets a device be reached until a later time; never shortens it. */
    public void extend(String uid, String deviceId, long tokenExpired) {
        handles.plain()
                .updateOne(
                        and(eq("device_key", Device.key(uid, deviceId)), lt("token_expired", tokenExpired)),
                        set("token_expired", tokenExpired));
    }

    /** Nothing is pushed to the device from now on; returns the record as it was before. */
    Optional<Device> signOut(String uid, String deviceId) {
        return Optional.ofNullable(handles.plain()
                .findOneAndUpdate(
                        eq("device_key", Device.key(uid, deviceId)),
                        combine(set("token_expired", 0L), unset("connection_id"))));
    }

    /** As {@link #signOut} for all devices of a user. */
    void signOutAll(String uid) {
        handles.plain().updateMany(eq("user_id", uid), combine(set("token_expired", 0L), unset("connection_id")));
    }

    private Optional<Device> upsert(Device device, ReturnDocument which, Bson... more) {
        List<Bson> updates = new ArrayList<>(List.of(
                setOnInsert("_id", device.id),
                set("user_id", device.userId),
                set("device_id", device.deviceId),
                set("token_expired", device.tokenExpired)));
        if (device.appid != null) {
            updates.add(set("appid", device.appid));
        }
        if (device.platform != null) {
            updates.add(set("platform", device.platform));
        }
        updates.addAll(List.of(more));
        return DuplicateKeys.retry(() -> Optional.ofNullable(handles.plain()
                .findOneAndUpdate(
                        eq("device_key", Device.key(device.userId, device.deviceId)),
                        combine(updates),
                        new FindOneAndUpdateOptions().upsert(true).returnDocument(which))));
    }

    private List<Device> all(Bson filter) {
        return handles.plain().find(filter).batchSize(BATCH).into(new ArrayList<>());
    }
}
