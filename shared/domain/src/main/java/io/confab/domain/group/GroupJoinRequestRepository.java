package io.confab.domain.group;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.nor;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.ReplaceOptions;
import io.confab.domain.invite.InviteState;
import io.confab.domain.storage.DuplicateKeys;
import io.confab.domain.storage.Index;
import io.confab.domain.storage.Repository;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bson.conversions.Bson;

/** Reads and writes {@code uni-im-group-join}. */
@Singleton
public class GroupJoinRequestRepository extends Repository<GroupJoinRequest> {
    public static final List<Index> INDEXES = List.of(
            Index.of(GroupJoinRequest.COLLECTION, "getGroupJoinList", "group_id", "state", "-creat_time", "-_id"));

    GroupJoinRequestRepository() {
        super(new Panache());
    }

    private static final class Panache implements PanacheMongoRepositoryBase<GroupJoinRequest, String> {}

    public Optional<GroupJoinRequest> findOne(String id) {
        return first(named(id));
    }

    /** Stores the request, in place of an earlier one of the same user for the group. */
    public void put(GroupJoinRequest request) {
        DuplicateKeys.retry(
                () -> durable().replaceOne(eq("_id", request.id), request, new ReplaceOptions().upsert(true)));
    }

    /** Decides on a request that has been waiting since this time; false if it was decided, or made again, in the meantime. */
    public boolean decide(GroupJoinRequest request, int state, long now) {
        return durable()
                        .updateOne(
                                waiting(request.id, request.updateTime),
                                combine(set("state", state), set("update_time", now)))
                        .getModifiedCount()
                == 1;
    }

    /** Grants the request of this join; false if it was decided differently in the meantime. */
    public boolean grant(PendingChange join, long now) {
        durable()
                .updateOne(
                        waiting(join.requestId, join.requestTime),
                        combine(set("state", InviteState.ACCEPTED), set("join_id", join.id), set("update_time", now)));
        return findOne(join.requestId)
                .filter(request -> join.id.equals(request.joinId))
                .isPresent();
    }

    /** Which of the users with these requests wait for an answer, or were let in by this join. */
    public List<String> findOpenOrGranted(Collection<String> ids, String joinId) {
        Bson openOrGranted = or(eq("state", InviteState.WAITING), eq("join_id", joinId));
        return list(plain().find(and(in("_id", ids), openOrGranted)).map(request -> request.userId), ids.size());
    }

    /** Accepts those of the requests that are waiting, because their authors have become members. */
    public void settle(Collection<String> ids, String joinId, long now) {
        durable()
                .updateMany(
                        and(in("_id", ids), eq("state", InviteState.WAITING)),
                        combine(set("state", InviteState.ACCEPTED), set("join_id", joinId), set("update_time", now)));
    }

    /** @param since 0 for a request of another program that does not say when it was made */
    private static Bson waiting(String id, long since) {
        Bson waits = and(named(id), in("state", Arrays.asList(InviteState.WAITING, null)));
        return since == 0 ? waits : and(waits, eq("update_time", since));
    }

    /** Requests to these groups, newest first. The query always names the state, because only then the index gives the order. */
    public List<GroupJoinRequest> findPage(
            Collection<String> groupIds, OptionalInt state, Optional<RequestPlace> after, int limit) {
        List<Bson> filters = new ArrayList<>();
        filters.add(in("group_id", groupIds));
        filters.add(in("state", state.isPresent() ? List.of(state.getAsInt()) : InviteState.ALL));
        after.ifPresent(place -> {
            filters.add(lte("creat_time", place.creatTime()));
            filters.add(nor(and(eq("creat_time", place.creatTime()), gte("_id", place.id()))));
        });
        return firstOf(plain().find(and(filters)).sort(descending("creat_time", "_id")), limit);
    }

    /** Where in a list of requests a page ended. */
    public record RequestPlace(long creatTime, String id) {}
}
