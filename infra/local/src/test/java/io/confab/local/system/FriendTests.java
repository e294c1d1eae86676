package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Making and ending friendships, blocking, and managing one's own conversations and notifications. */
interface FriendTests extends UsesConfab {
    private String invite(Account from, Account to) {
        return confab().call(from, "addFriendInvite", Map.of("to_uid", to.uid(), "message", "hi"))
                .data()
                .path("_id")
                .asText();
    }

    private Reply answer(Account account, String inviteId, int state) {
        return confab().call(account, "handleFriendInvite", Map.of("_id", inviteId, "state", state));
    }

    private JsonNode list(Account account, String method) {
        return confab().call(account, method, Map.of()).data();
    }

    /** Waits for a notification of this kind; returns its {@code data}. */
    private static JsonNode awaitNotification(Device device, String subType) {
        await().untilAsserted(() -> assertThat(notifications(device, subType)).isNotEmpty());
        return notifications(device, subType).get(0).path("data");
    }

    private static List<JsonNode> notifications(Device device, String subType) {
        return device.payloads("uni-im-notification").stream()
                .filter(payload -> payload.path("subType").asText().equals(subType))
                .toList();
    }

    @Test
    default void friends_fromInviteToEnd_areTheSameOnBothSides() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Device adasWatch = confab().connect(ada.onDevice("watch"));
        Device bensWatch = confab().connect(ben.onDevice("watch"));

        // When: invited and accepted
        String id = invite(ada, ben);
        awaitNotification(bensWatch, "uni-im-friend-invite");
        assertThat(confab().call(ben, "getFriendInviteList", Map.of("state", 0)).data())
                .hasSize(1);
        answer(ben, id, 100).data();

        // Then
        assertThat(awaitNotification(adasWatch, "uni-im-friend-add")
                        .path("friend_uid")
                        .asText())
                .isEqualTo(ben.uid());
        assertThat(awaitNotification(bensWatch, "uni-im-friend-add")
                        .path("friend_uid")
                        .asText())
                .isEqualTo(ada.uid());
        assertThat(list(ada, "getFriendList").at("/0/user_info/0/nickname").asText())
                .isEqualTo("Ben");
        assertThat(list(ben, "getFriendList").at("/0/friend_uid").asText()).isEqualTo(ada.uid());
        for (Account account : List.of(ada, ben)) {
            assertThat(list(account, "getConversationList")).hasSize(1);
            assertThat(list(account, "getConversationList").at("/0/msgList")).isEmpty();
        }
        assertThat(invite(confab().register("Cleo"), ada)).isNotEmpty();
        assertThat(confab().call(ada, "addFriendInvite", Map.of("to_uid", ben.uid()))
                        .outcome())
                .isEqualTo("409 1000");

        // When: ended
        confab().call(ada, "removeFriend", Map.of("friend_uid", ben.uid())).data();

        // Then
        assertThat(adasWatch
                        .awaitControl("uni-im-friend-delete")
                        .path("friend_uid")
                        .asText())
                .isEqualTo(ben.uid());
        assertThat(bensWatch
                        .awaitControl("uni-im-friend-delete")
                        .path("friend_uid")
                        .asText())
                .isEqualTo(ada.uid());
        for (Account account : List.of(ada, ben)) {
            assertThat(list(account, "getFriendList")).isEmpty();
            assertThat(list(account, "getConversationList")).isEmpty();
        }
        confab().sendText(ben, ada, "still there?");
        assertThat(list(ada, "getConversationList")).hasSize(1);

        // When: once more
        answer(ben, invite(ada, ben), 100).data();

        // Then
        assertThat(list(ada, "getFriendList")).hasSize(1);
        assertThat(list(ben, "getFriendList")).hasSize(1);
    }

    @Test
    default void invite_acceptedAndRefusedManyTimesAtOnce_isDecidedOnce() {
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        String id = invite(ada, ben);
        List<Callable<String>> tasks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int state = i % 2 == 0 ? 100 : -100;
            tasks.add(() -> state + " " + answer(ben, id, state).outcome());
        }

        List<String> outcomes = Confab.atOnce(tasks);

        boolean accepted = outcomes.contains("100 200 0");
        assertThat(outcomes)
                .containsOnly(
                        accepted ? "100 200 0" : "100 409 already-handled",
                        accepted ? "-100 409 already-handled" : "-100 200 0");
        assertThat(list(ada, "getFriendList")).hasSize(accepted ? 1 : 0);
        assertThat(list(ben, "getFriendList")).hasSize(accepted ? 1 : 0);
        confab().awaitQuiet();
        assertThat(confab().call(ada, "getNotificationList", Map.of("type", "uni-im-friend-add"))
                        .data())
                .hasSize(accepted ? 1 : 0);
    }

    @Test
    default void friendList_ofMany_comesInPages() {
        Account ada = confab().register("Ada");
        List<String> uids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Account friend = confab().register("F" + i);
            answer(ada, invite(friend, ada), 100).data();
            uids.add(0, friend.uid());
        }

        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            Reply page = confab().call(
                            ada,
                            "getFriendList",
                            cursor.isEmpty() ? Map.of("limit", 2) : Map.of("limit", 2, "cursor", cursor));
            page.data().forEach(friend -> listed.add(friend.path("friend_uid").asText()));
            cursor = page.body().path("nextCursor").asText();
        } while (!cursor.isEmpty());

        assertThat(listed).containsExactlyElementsOf(uids);
    }

    @Test
    default void block_untilUnblocked_keepsMessagesAndInvitesAway() {
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Map<String, Object> message =
                Map.of("to_uid", ada.uid(), "type", "text", "body", "once", "unique_id", Confab.unique());
        JsonNode first = confab().send(ben, message);

        confab().call(ada, "blockUser", Map.of("user_id", ben.uid())).data();

        assertThat(list(ada, "getBlockList").at("/0/_id").asText()).isEqualTo(ben.uid());
        assertThat(confab().call(ben, "sendMsg", Map.of("to_uid", ada.uid(), "type", "text", "body", "hi"))
                        .outcome())
                .isEqualTo("403 blocked");
        assertThat(confab().call(ben, "addFriendInvite", Map.of("to_uid", ada.uid()))
                        .outcome())
                .isEqualTo("403 blocked");
        assertThat(confab().send(ben, message))
                .as("a repeat of what was sent before")
                .isEqualTo(first);
        assertThat(confab().call(ben, "createConversation", Map.of("to_uid", ada.uid()))
                        .outcome())
                .isEqualTo("200 0");
        String group = confab().group(confab().register("Cleo"), ada, ben);
        confab().sendTextToGroup(ben, group, "groups go on");
        confab().sendText(ada, ben, "I may");

        confab().call(ada, "unblockUser", Map.of("user_id", ben.uid())).data();

        assertThat(list(ada, "getBlockList")).isEmpty();
        confab().sendText(ben, ada, "thank you");
    }

    @Test
    default void ownConversation_pinnedMutedHidden_isMineAlone() {
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        JsonNode made = confab().call(ada, "createConversation", Map.of("to_uid", ben.uid()))
                .data();
        assertThat(list(ada, "getConversationList")).hasSize(1);
        assertThat(list(ada, "getConversationList").get(0)).isEqualTo(made);
        assertThat(list(ben, "getConversationList")).isEmpty();
        confab().sendText(ben, ada, "hi");
        String id = made.path("id").asText();

        confab().call(
                        ada,
                        "updateConversation",
                        Map.of("conversation_id", id, "pinned", true, "mute", true, "draft", "Dear"))
                .data();

        Reply list = confab().call(ada, "getConversationList", Map.of());
        assertThat(list.data().at("/0/pinned").asBoolean()).isTrue();
        assertThat(list.data().at("/0/mute").asBoolean()).isTrue();
        assertThat(list.data().at("/0/draft").asText()).isEqualTo("Dear");
        assertThat(list.body().path("unread_total").asInt()).isZero();
        assertThat(list(ben, "getConversationList").at("/0/pinned").asBoolean()).isFalse();
        confab().call(ada, "removeConversation", Map.of("conversation_id", id)).data();
        assertThat(list(ada, "getConversationList")).isEmpty();
        assertThat(confab().call(ada, "getConversationList", Map.of("conversation_id", id))
                        .data()
                        .at("/0/hidden")
                        .asBoolean())
                .isTrue();
        confab().sendText(ben, ada, "again");
        assertThat(list(ada, "getConversationList").at("/0/unread_count").asInt())
                .isEqualTo(1);
    }

    @Test
    default void doNotDisturb_inAGroup_keepsVendorsQuietButForMentions() {
        // Given
        Account sender = confab().register("Sender");
        Account quiet = confab().register("Quiet");
        Account other = confab().register("Other");
        String groupId = confab().group(sender, quiet, other);
        for (Account account : List.of(quiet, other)) {
            confab().call(account.onDevice("away"), "setPushCid", Map.of("pushClientId", "cid-" + account.uid()))
                    .data();
        }
        confab().call(quiet, "updateConversation", Map.of("conversation_id", "group_" + groupId, "mute", true))
                .data();

        // When
        String id =
                confab().sendTextToGroup(sender, groupId, "quietly").path("_id").asText();
        String mention = confab().send(
                        sender,
                        Map.of("group_id", groupId, "type", "text", "body", "@Quiet", "call_uid", List.of(quiet.uid())))
                .path("_id")
                .asText();

        // Then
        await().untilAsserted(() -> {
            assertThat(vendorPushes(other)).contains(id, mention);
            assertThat(vendorPushes(quiet)).contains(mention);
        });
        confab().awaitQuiet();
        assertThat(vendorPushes(quiet)).doesNotContain(id);
    }

    private List<String> vendorPushes(Account account) {
        List<String> ids = new ArrayList<>();
        confab().developerList("offline-pushes").forEach(push -> {
            if (push.path("user_id").asText().equals(account.uid())) {
                ids.add(push.at("/push/payload/data/_id").asText());
            }
        });
        return ids;
    }

    @Test
    default void notifications_readAndDecided_areFilteredAndCounted() {
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        answer(ada, invite(confab().register("Cleo"), ada), 100).data();
        invite(ben, ada);

        Reply all = confab().call(ada, "getNotificationList", Map.of());
        assertThat(all.data()).hasSize(3);
        assertThat(all.body().path("unreadCount").asInt()).isEqualTo(3);
        Reply invites = confab().call(ada, "getNotificationList", Map.of("type", "uni-im-friend-invite"));
        assertThat(invites.data()).hasSize(2);
        String newest = invites.data().at("/0/_id").asText();
        assertThat(invites.data().at("/0/payload/data/from_uid").asText()).isEqualTo(ben.uid());

        confab().call(ada, "updateNotification", Map.of("_id", newest, "is_read", true, "state", "confirm"))
                .data();

        Reply after = confab().call(ada, "getNotificationList", Map.of("excludeType", "uni-im-friend-add"));
        assertThat(after.body().path("unreadCount").asInt()).isEqualTo(1);
        assertThat(after.data().at("/0/is_read").asBoolean()).isTrue();
        assertThat(after.data().at("/0/payload/state").asText()).isEqualTo("confirm");
        assertThat(confab().call(ben, "updateNotification", Map.of("_id", newest, "is_read", false))
                        .outcome())
                .isEqualTo("404 notification-not-found");
    }

    @Test
    default void people_changedAndSearched_areFoundByTheNewName() {
        Account ada = confab().register("Ada");
        String name = "Ada " + Confab.unique();

        confab().call(ada, "updateMyInfo", Map.of("nickname", name, "gender", 2))
                .data();

        Account ben = confab().register("Ben");
        assertThat(confab().call(ben, "searchUsers", Map.of("keyword", name))
                        .data()
                        .at("/0/_id")
                        .asText())
                .isEqualTo(ada.uid());
        assertThat(confab().call(ben, "searchUsers", Map.of("keyword", ada.uid()))
                        .data())
                .hasSize(1);
        assertThat(confab().call(ben, "searchUsers", Map.of("keyword", name.substring(1)))
                        .data())
                .isEmpty();
        assertThat(list(ada, "getMyInfo").path("nickname").asText()).isEqualTo(name);
        assertThat(confab().call(ben, "getUserList", Map.of("limit", 1)).data()).hasSize(1);
    }
}
