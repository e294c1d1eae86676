package io.confab.domain.device;

import static com.mongodb.client.model.Accumulators.addToSet;
import static com.mongodb.client.model.Aggregates.group;
import static com.mongodb.client.model.Aggregates.match;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Index;
import io.confab.domain.storage.Repository;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Reads and writes {@code uni-id-device}. Every method is one database command. */
@Singleton
public class DeviceRepository extends Repository<Device> {
    public static final List<Index> INDEXES = List.of(
            Index.unique(Device.COLLECTION, "device_key", "one record for each user and device"),
            Index.unique(Device.COLLECTION, "cid_key", "a push client id belongs to one record; pushes by client id"),
            Index.uniqueWherePresent(Device.COLLECTION, "endpoint_key", "an endpoint belongs to one record"),
            Index.of(Device.COLLECTION, "the devices of the users of a page", "user_id"),
            Index.of(Device.COLLECTION, "pushes by device id", "device_id"),
            Index.of(Device.COLLECTION, "frames and ends of a connection", "connection_id"),
            Index.expiring(Device.COLLECTION, "forget_at", "clean-up of records of no use"));

    /** What is known of an endpoint; a new one begins without. */
    private static final List<String> VENDORS_STATE = List.of("sns_arn", "sns_repaired", "webpush_refusals");

    /**
     * The maximum number of devices of one read: twice the number that the users of a page, or of a call, have with {@code
     * CONFAB_MAX_DEVICES} each.
     */
    private static final int MAX_READ = 20_000;

    DeviceRepository() {
        super(new Panache());
    }

    private static final class Panache implements PanacheMongoRepositoryBase<Device, String> {}

    public List<Device> findOfUser(String uid) {
        return all(eq("user_id", uid));
    }

    /**
     * Devices of these users that may be pushed to after {@code now}, in the order of their users' ids in the database, up to a
     * maximum.
     *
     * @param afterUid only users with larger ids than this one
     */
    public List<Device> findReachable(Collection<String> uids, Optional<String> afterUid, long now, int limit) {
        Bson users = afterUid.map(uid -> and(in("user_id", uids), gt("user_id", uid)))
                .orElseGet(() -> in("user_id", uids));
        return firstOf(
                plain().find(and(users, or(gt("token_expired", now), gt("push_until", now))))
                        .sort(ascending("user_id")),
                limit);
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

    /** Devices of a user that are not signed out, the latest used first. */
    public List<Device> findSignedIn(String uid, int limit) {
        return firstOf(
                plain().find(and(eq("user_id", uid), gt("token_expired", 0L))).sort(descending("last_time")), limit);
    }

    public Optional<Device> findByConnection(String connectionId) {
        return first(eq("connection_id", connectionId));
    }

    public Optional<Device> findOne(String uid, String deviceId) {
        return first(eq("device_key", Device.key(uid, deviceId)));
    }

    /** The records with one of these names, each of which belongs to one record. */
    public List<Device> findHolders(VendorAddress address) {
        List<Bson> names = new ArrayList<>();
        address.pushClientid().ifPresent(cid -> names.add(eq("cid_key", cid)));
        address.endpoint().ifPresent(endpoint -> names.add(hasEndpoint(endpoint.key())));
        return names.isEmpty() ? List.of() : all(or(names));
    }

    /** The records that signing out with a token ends: those of its sid, and that of the calling device. */
    public List<Device> findSignedInBy(String uid, String sid, Optional<String> deviceId) {
        List<Bson> either = new ArrayList<>(List.of(eq("sid", sid)));
        deviceId.ifPresent(id -> either.add(eq("device_key", Device.key(uid, id))));
        return all(and(eq("user_id", uid), or(either)));
    }

    /**
     * Binds a connection to the device's record, which is created if it is missing; returns the record as it was before. A
     * device with an endpoint keeps the platform that it was registered with, because the endpoint belongs to that platform. One
     * command, two if the platform changes.
     */
    public Optional<Device> bind(Device device) {
        Optional<Device> before = bindKeepingPlatform(device);
        before.filter(stored -> device.platform != null && !device.platform.equals(stored.platform))
                .filter(stored -> stored.endpoint == null)
                .ifPresent(stored -> plain().updateOne(
                                and(
                                        eq("_id", stored.id),
                                        eq("connection_id", device.connectionId),
                                        eq("endpoint", null)),
                                set("platform", device.platform)));
        return before;
    }

    private Optional<Device> bindKeepingPlatform(Device device) {
        return upsert(
                device,
                ReturnDocument.BEFORE,
                setOnInsert("platform", device.platform),
                set("connection_id", device.connectionId),
                set("connected_at", device.lastTime),
                setOnInsert("cid_key", Device.cid(null, device.id)));
    }

    /** Sets how a vendor reaches the device, on its record, which is created if it is missing. */
    public void register(Device device, VendorAddress address) {
        List<Bson> updates = new ArrayList<>();
        if (device.platform != null) {
            updates.add(set("platform", device.platform));
        }
        address.pushClientid()
                .ifPresentOrElse(
                        cid -> updates.addAll(List.of(set("push_clientid", cid), set("cid_key", cid))),
                        () -> updates.add(setOnInsert("cid_key", Device.cid(null, device.id))));
        address.channel().ifPresent(channel -> {
            updates.add(set("channel", channel));
            updates.add(address.endpoint()
                    .map(endpoint -> combine(set("endpoint", endpoint.text()), set("endpoint_key", endpoint.key())))
                    .orElseGet(() -> combine(unset("endpoint"), unset("endpoint_key"))));
            updates.addAll(VENDORS_STATE.stream().map(Updates::unset).toList());
        });
        upsert(device, ReturnDocument.AFTER, updates.toArray(new Bson[0]));
    }

    /** Removes the push client id from a record, if it still has it. */
    public void takeCid(Device holder) {
        plain().updateOne(
                        and(eq("_id", holder.id), eq("cid_key", holder.cidKey)),
                        combine(unset("push_clientid"), set("cid_key", Device.cid(null, holder.id))));
    }

    /** Removes the endpoint and its channel from a record, if it still has that endpoint. */
    public void takeEndpoint(Device holder) {
        plain().updateOne(and(eq("_id", holder.id), hasEndpoint(holder.endpointKey)), endpointRemoved());
    }

    /**
     * A vendor says that it does not know the device any more: removes what the vendor was told, if the record still has it, and
     * ends the time for which vendors are told.
     */
    public void forgetVendor(Device tried) {
        boolean byEndpoint = tried.endpoint != null;
        plain().updateOne(
                        byEndpoint
                                ? and(eq("_id", tried.id), eq("endpoint", tried.endpoint))
                                : and(eq("_id", tried.id), eq("cid_key", tried.cidKey)),
                        byEndpoint
                                ? combine(endpointRemoved(), unset("push_until"))
                                : combine(
                                        unset("push_clientid"),
                                        set("cid_key", Device.cid(null, tried.id)),
                                        unset("push_until")));
    }

    private static Bson endpointRemoved() {
        List<Bson> updates = new ArrayList<>(List.of(unset("endpoint"), unset("endpoint_key"), unset("channel")));
        updates.addAll(VENDORS_STATE.stream().map(Updates::unset).toList());
        return combine(updates);
    }

    /** Notes that pushes wait for this record's device; returns the record. */
    public Optional<Device> markPending(String id) {
        return Optional.ofNullable(plain().findOneAndUpdate(
                        eq("_id", id),
                        set("pending_push", true),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)));
    }

    public void unmarkPending(String id) {
        plain().updateOne(eq("_id", id), unset("pending_push"));
    }

    /** Keeps where the device's endpoint is registered at SNS, if the device still has that endpoint. */
    public void keepSnsArn(Device device, String arn, boolean isRepaired) {
        plain().updateOne(
                        and(eq("_id", device.id), eq("endpoint", device.endpoint)),
                        isRepaired ? combine(set("sns_arn", arn), set("sns_repaired", true)) : set("sns_arn", arn));
    }

    /** Counts that the device's push service refused our signature; returns how often it has. */
    public int countWebPushRefusal(Device device) {
        Device after = plain().findOneAndUpdate(
                        and(eq("_id", device.id), eq("endpoint", device.endpoint)),
                        inc("webpush_refusals", 1),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER));
        return after == null ? 0 : after.webpushRefusals;
    }

    /** The device's push service accepts our signature. */
    public void forgetWebPushRefusals(Device device) {
        plain().updateOne(and(eq("_id", device.id), eq("endpoint", device.endpoint)), unset("webpush_refusals"));
    }

    /** The index contains only records that have the field, and is used only by queries that require it. */
    private static Bson hasEndpoint(String key) {
        return and(eq("endpoint_key", key), exists("endpoint_key"));
    }

    /** Unbinds the connection with this id; a newer one of the same device stays. */
    public void unbind(String connectionId, long now) {
        Device before = plain().findOneAndUpdate(
                        eq("connection_id", connectionId),
                        combine(
                                unset("connection_id"),
                                unset("connected_at"),
                                set("last_time", now),
                                max("forget_at", Device.forgetAt(now, now))));
        if (before != null && before.forgetAt == null && before.tokenExpired > now) {
            plain().updateOne(eq("_id", before.id), max("forget_at", Device.forgetAt(now, before.tokenExpired)));
        }
    }

    /**
     * Extends the time in which a device is reached, for a token with this sid; never shortens it, and never signs the device
     * in again.
     */
    public void extend(Device device) {
        plain().updateOne(
                        and(
                                eq("device_key", Device.key(device.userId, device.deviceId)),
                                gt("token_expired", 0L),
                                lt("token_expired", device.tokenExpired)),
                        combine(uses(device)));
    }

    /**
     * Signs the device out, so that nothing is pushed to it from now on, if its sid is still the same; returns the record as it
     * was before.
     */
    public Optional<Device> signOut(Device seen, long now) {
        return signOut(and(eq("_id", seen.id), eq("sid", seen.sid)), now);
    }

    /** As {@link #signOut(Device, long)}, by the device's key. */
    public Optional<Device> signOut(String deviceKey, String sid, long now) {
        return signOut(and(eq("device_key", deviceKey), eq("sid", sid)), now);
    }

    private Optional<Device> signOut(Bson which, long now) {
        return Optional.ofNullable(plain().findOneAndUpdate(
                        which,
                        combine(
                                set("token_expired", 0L),
                                unset("push_until"),
                                unset("connection_id"),
                                unset("connected_at"),
                                set("last_time", now),
                                set("forget_at", Device.forgetAt(now, 0)))));
    }

    /** Deletes records that are unchanged since they were read, with the connection or without one. */
    public void forget(List<Device> seen) {
        if (!seen.isEmpty()) {
            plain().bulkWrite(seen.stream()
                    .map(device -> new DeleteOneModel<Device>(unchanged(device)))
                    .toList());
        }
    }

    /** Deletes a record that is unchanged since it was read; false if it has changed. */
    public boolean forget(Device seen) {
        return plain().deleteOne(unchanged(seen)).getDeletedCount() == 1;
    }

    private static Bson unchanged(Device seen) {
        return and(eq("_id", seen.id), eq("last_time", seen.lastTime), eq("connection_id", seen.connectionId));
    }

    private static List<Bson> uses(Device device) {
        return List.of(
                set("token_expired", device.tokenExpired),
                set("push_until", device.pushUntil),
                set("sid", device.sid),
                set("last_time", device.lastTime),
                set("forget_at", Device.forgetAt(device.lastTime, device.tokenExpired)));
    }

    private Optional<Device> upsert(Device device, ReturnDocument which, Bson... more) {
        List<Bson> updates = new ArrayList<>(List.of(
                setOnInsert("_id", device.id), set("user_id", device.userId), set("device_id", device.deviceId)));
        updates.addAll(uses(device));
        if (device.appid != null) {
            updates.add(set("appid", device.appid));
        }
        updates.addAll(List.of(more));
        return DuplicateKeys.retry(() -> Optional.ofNullable(plain().findOneAndUpdate(
                        eq("device_key", Device.key(device.userId, device.deviceId)),
                        combine(updates),
                        new FindOneAndUpdateOptions().upsert(true).returnDocument(which))));
    }

    /**
     * How a user's devices are used, whatever their records contain.
     *
     * @param platforms of the devices that are online, each once
     * @param lastTime the latest use of any
     */
    public record Use(boolean isOnline, List<String> platforms, Optional<Long> lastTime) {
        /** Of a user without devices. */
        public static final Use NONE = new Use(false, List.of(), Optional.empty());

        private static Use of(Document group) {
            List<String> open = group.getList("open", Object.class).stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .sorted()
                    .toList();
            return new Use(
                    !open.isEmpty(),
                    open.stream().filter(platform -> !platform.isEmpty()).toList(),
                    group.get("last") instanceof Number time ? Optional.of(time.longValue()) : Optional.empty());
        }
    }

    /** How the devices of these users are used, by uid; users without devices are missing. The server sums up, however many. */
    public Map<String, Use> findUses(Collection<String> uids, long now) {
        Document isOpen = new Document("$gt", List.of("$connection_id", ""));
        Document since = new Document("$ifNull", List.of("$connected_at", "$last_time"));
        Document isYoung = new Document("$gt", List.of(since, now - Device.MAX_CONNECTION.toMillis()));
        Document platform = new Document("$ifNull", List.of("$platform", ""));
        Document online = new Document("$and", List.of(isOpen, isYoung));
        return list(
                        plain().aggregate(
                                        List.of(
                                                match(in("user_id", uids)),
                                                group(
                                                        "$user_id",
                                                        addToSet(
                                                                "open",
                                                                new Document("$cond", List.of(online, platform, 0))),
                                                        Accumulators.max("last", "$last_time"))),
                                        Document.class),
                        uids.size())
                .stream()
                .collect(Collectors.toMap(group -> group.getString("_id"), Use::of));
    }

    private List<Device> all(Bson filter) {
        return firstOf(plain().find(filter), MAX_READ);
    }
}
