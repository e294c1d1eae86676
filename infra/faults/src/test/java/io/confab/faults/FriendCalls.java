package io.confab.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every call about friends, notifications, people and one's own side of conversations, for {@link IndexIT}. */
final class FriendCalls {
    private final Trial trial;

    FriendCalls(Trial trial) {
        this.trial = trial;
    }

    void callEverything(String group) {
        String dave = trial.user("dave");
        String erin = trial.user("erin");
        String frank = trial.user("frank");
        String id = invite(dave, erin);
        call(erin, "getFriendInviteList", Map.of("limit", 1));
        call(erin, "getFriendInviteList", Map.of("state", 0));
        decide(erin, id, 100);
        decide(erin, id, 100);
        decide(erin, invite(frank, erin), 100);
        decide(frank, invite(dave, frank), -100);
        pages(erin, "getFriendList", Map.of());
        call(erin, "getFriendList", Map.of("friend_uid", dave));
        call(erin, "updateFriend", Map.of("friend_uid", dave, "mark", "d"));
        pages(erin, "getNotificationList", Map.of());
        pages(erin, "getNotificationList", Map.of("type", "uni-im-friend-add"));
        call(erin, "getNotificationList", Map.of("type", List.of("uni-im-friend-add", "uni-im-friend-invite")));
        call(erin, "getNotificationList", Map.of("excludeType", "uni-im-friend-add"));
        String notification = trial.done(trial.call(erin, "getNotificationList", Map.of()))
                .path(0)
                .path("_id")
                .asText();
        call(erin, "updateNotification", Map.of("_id", notification, "is_read", true));
        call(erin, "removeFriend", Map.of("friend_uid", dave));
        decide(erin, invite(dave, erin), 100);
        people(dave, erin, frank);
        conversations(dave, erin, group);
    }

    private void people(String dave, String erin, String frank) {
        call(dave, "blockUser", Map.of("user_id", erin));
        call(dave, "blockUser", Map.of("user_id", frank));
        pages(dave, "getBlockList", Map.of());
        call(dave, "unblockUser", Map.of("user_id", erin));
        call(dave, "searchUsers", Map.of("keyword", erin));
        call(dave, "getMyInfo", Map.of());
        call(dave, "getPresence", Map.of("user_ids", List.of(erin, frank, trial.user("alice"))));
        for (String uid : List.of(dave, erin, frank)) {
            call(uid, "updateMyInfo", Map.of("nickname", "namesake " + trial.tag(), "gender", 0));
        }
        pages(dave, "searchUsers", Map.of("keyword", "namesake " + trial.tag()));
        pages(dave, "getUserList", Map.of());
    }

    private void conversations(String dave, String erin, String group) {
        String alice = trial.user("alice");
        JsonNode single = trial.done(trial.call(dave, "createConversation", Map.of("to_uid", erin)));
        call(alice, "createConversation", Map.of("group_id", group));
        for (String conversation : List.of(single.path("id").asText(), "group_" + group)) {
            String owner = conversation.startsWith("group_") ? alice : dave;
            call(
                    owner,
                    "updateConversation",
                    Map.of(
                            "conversation_id",
                            conversation,
                            "pinned",
                            true,
                            "mute",
                            true,
                            "has_unread_group_notification",
                            false));
            call(owner, "removeConversation", Map.of("conversation_id", conversation));
            call(owner, "updateConversation", Map.of("conversation_id", conversation, "hidden", false, "mute", false));
        }
    }

    private String invite(String from, String to) {
        return FriendScenario.invite(trial, from, to);
    }

    private void decide(String uid, String id, int state) {
        call(uid, "handleFriendInvite", Map.of("_id", id, "state", state));
    }

    /** Two pages of one each. */
    private void pages(String uid, String method, Map<String, ?> params) {
        Map<String, Object> first = new HashMap<>(params);
        first.put("limit", 1);
        Answer answer = Answer.of(trial.laboratory().now().call(trial.call(uid, method, first)));
        first.put("cursor", answer.body().path("nextCursor").asText());
        call(uid, method, first);
    }

    private void call(String uid, String method, Map<String, ?> params) {
        trial.done(trial.call(uid, method, params));
    }
}
