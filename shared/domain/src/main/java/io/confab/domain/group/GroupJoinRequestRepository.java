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
import io.confab.domain.storage.Handles;
import io.confab.domain.storage.Index;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bson.conversions.Bson;

/** Reads and writes {@code uni-im-group-join}. */
@Singleton
public class GroupJoinRequestRepository implements PanacheMongoRepositoryBase<GroupJoinRequest, String> {
    public static final List<Index> INDEXES = List.of(
            Index.of(GroupJoinRequest.COLLECTION, "getGroupJoinList", "group_id", "state", "-creat_time", "-_id"));

    private final Handles<GroupJoinRequest> handles = new Handles<>(this::mongoCollection);

    public Optional<GroupJoinRequest> findOne(String id) {
        return Optional.ofNullable(handles.plain().find(eq("_id", id)).first());
    }

    /** Stores the request, in place of an earlier one of the same user for the group. */
    public void put(GroupJoinRequest request) {
        DuplicateKeys.retry(
                () -> handles.durable().replaceOne(eq("_id", request.id), request, new ReplaceOptions().upsert(true)));
    }

    /** Decides on a request that has been waiting since this time; false if it was decided, or made again, in the meantime. */
    public boolean decide(GroupJoinRequest request, int state, long now) {
        return handles.durable()
                        .updateOne(
                                waiting(request.id, request.updateTime),
                                combine(set("state", state), set("update_time", now)))
                        .getModifiedCount()
                == 1;
    }

    /** Grants the request of this join; false if it was decided differently in the meantime. */
    public boolean grant(PendingChange join, long now) {
        handles.durable()
                .updateOne(
                        waiting(join.requestId, join.requestTime),
                        combine(set("state", InviteState.ACCEPTED), set("join_id", join.id), set("update_time", now)));
        return findOne(join.requestId)
                .filter(request -> join.id.equals(request.joinId))
                .isPresent();
    }

    /** Which of the users with these requests wait for an answer, or were let in by this join. */
    public List<String> findOpenOrGranted(Collection<String> ids, String joinId) {
        return handles.plain()
                .find(and(in("_id", ids), or(eq("state", InviteState.WAITING), eq("join_id", joinId))))
                .batchSize(ids.size() + 1)
                .map(request -> request.userId)
                .into(new ArrayList<>());
    }

    /** Accepts those of the requests that are waiting, because their authors have become members. */
    public void settle(Collection<String> ids, String joinId, long now) {
        handles.durable()
                .updateMany(
                        and(in("_id", ids), eq("state", InviteState.WAITING)),
                        combine(set("state", InviteState.ACCEPTED), set("join_id", joinId), set("update_time", now)));
    }

    private static Bson waiting(String id, long since) {
        return and(eq("_id", id), eq("state", InviteState.WAITING), eq("update_time", since));
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
        return handles.plain()
                .find(and(filters))
                .sort(descending("creat_time", "_id"))
                .limit(limit)
                .batchSize(limit + 1)
                .into(new ArrayList<>());
    }

    /** Where in a list of requests a page ended. */
    public record RequestPlace(long creatTime, String id) {}
}
