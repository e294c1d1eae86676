package io.confab.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.friend.Friend;
import io.confab.domain.friend.FriendInvite;
import io.confab.domain.friend.FriendWithProfile;
import io.confab.domain.friend.InviteWithProfile;
import io.confab.domain.invite.InviteState;
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
        json.putArray("user_info").add(UserJson.profile(found.profile()));
        return json;
    }

    /** An element of getFriendInviteList. */
    public static ObjectNode invite(InviteWithProfile found) {
        FriendInvite invite = found.invite();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("_id", invite.id);
        json.put("from_uid", invite.fromUid);
        json.put("to_uid", invite.toUid);
        json.put("message", InviteState.message(invite.message));
        json.put("state", invite.state);
        json.put("creat_time", invite.creatTime);
        json.put("update_time", invite.updateTime);
        json.putArray("user_info").add(UserJson.profile(found.inviter()));
        return json;
    }

    /** The data of addFriendInvite. */
    public static ObjectNode invited(String inviteId) {
        return JsonNodeFactory.instance.objectNode().put("_id", inviteId);
    }
}
