package io.confab.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.friend.Friend;
import io.confab.domain.friend.FriendWithProfile;
import io.confab.domain.text.Names;

/** Friends and friend invites (docs/api/friends.md). */
public final class FriendJson {
    private FriendJson() {}

    /** An element of getFriendList. */
    public static ObjectNode friend(FriendWithProfile found) {
        Friend friend = found.friend();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("_id", friend.id);
        json.put("friend_uid", friend.friendUid);
        json.put("mark", Names.shown(friend.mark, Friend.MAX_NAME));
        json.put("class_name", Names.shown(friend.className, Friend.MAX_NAME));
        json.put("create_time", friend.createTime);
        json.putArray("user_info").add(found.profile().toJson());
        return json;
    }
}
