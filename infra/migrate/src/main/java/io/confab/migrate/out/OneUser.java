package io.confab.migrate.out;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;

import io.confab.domain.deletion.DeletedBucket;
import io.confab.domain.device.Device;
import io.confab.domain.friend.Friend;
import io.confab.domain.friend.FriendInvite;
import io.confab.domain.group.GroupJoinRequest;
import io.confab.domain.group.GroupMember;
import io.confab.domain.notification.Notification;
import io.confab.domain.user.User;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.conversions.Bson;

/** The places of one user's data, except conversations and messages. */
final class OneUser {
    private OneUser() {}

    /** The data that a user's export contains, by collection. */
    static Map<String, Bson> documents(String uid) {
        Map<String, Bson> filters = new LinkedHashMap<>();
        filters.put(User.COLLECTION, eq("_id", uid));
        filters.put(Device.COLLECTION, eq("user_id", uid));
        filters.put(GroupMember.COLLECTION, eq("user_id", uid));
        filters.put(GroupJoinRequest.COLLECTION, eq("user_id", uid));
        filters.put(Friend.COLLECTION, eq("user_id", uid));
        filters.put(FriendInvite.COLLECTION, or(eq("from_uid", uid), eq("to_uid", uid)));
        filters.put(Notification.COLLECTION, eq("user_id", uid));
        filters.put(DeletedBucket.COLLECTION, idBegins(uid));
        return filters;
    }

    /**
     * The data to delete when the user is erased, except memberships and account; includes notifications to others about the
     * user.
     */
    static Map<String, Bson> erased(String uid) {
        Map<String, Bson> filters = new LinkedHashMap<>();
        filters.put(Device.COLLECTION, eq("user_id", uid));
        filters.put(DeletedBucket.COLLECTION, idBegins(uid));
        filters.put(GroupJoinRequest.COLLECTION, eq("user_id", uid));
        filters.put(Friend.COLLECTION, or(eq("user_id", uid), eq("friend_uid", uid)));
        filters.put(FriendInvite.COLLECTION, or(eq("from_uid", uid), eq("to_uid", uid)));
        filters.put(
                Notification.COLLECTION,
                or(
                        eq("user_id", uid),
                        eq("payload.data.from_uid", uid),
                        eq("payload.data.friend_uid", uid),
                        eq("payload.data.user_id", uid)));
        return filters;
    }

    /** Ids that begin with {@code <text>#}: a range, because {@code $} comes next after {@code #}. */
    static Bson idBegins(String text) {
        return and(gte("_id", text + "#"), lt("_id", text + "$"));
    }
}
