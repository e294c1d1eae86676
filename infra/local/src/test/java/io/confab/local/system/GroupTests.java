package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Groups: joining and leaving, rights, and announcements. */
interface GroupTests extends UsesConfab {
    private Reply call(Account caller, String method, String groupId, Object... more) {
        Map<String, Object> params = new HashMap<>(Map.of("group_id", groupId));
        for (int i = 0; i < more.length; i += 2) {
            params.put((String) more[i], more[i + 1]);
        }
        return confab().call(caller, method, params);
    }

    private JsonNode done(Account caller, String method, String groupId, Object... more) {
        return call(caller, method, groupId, more).data();
    }

    private JsonNode conversation(Account account, String groupId) {
        return confab().call(account, "getConversationList", Map.of("conversation_id", "group_" + groupId))
                .data();
    }

    private static JsonNode awaitAction(Device device, String action) {
        await().untilAsserted(() -> assertThat(actions(device)).contains(action));
        return device.payloads("uni-im").stream()
                .map(payload -> payload.path("data"))
                .filter(message -> message.path("action").asText().equals(action))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> actions(Device device) {
        return device.payloads("uni-im").stream()
                .map(payload -> payload.at("/data/action").asText())
                .toList();
    }

    private List<String> members(Account member, String groupId) {
        List<String> uids = new ArrayList<>();
        done(member, "getGroupMemberList", groupId)
                .forEach(found -> uids.add(found.path("user_id").asText()));
        return uids;
    }

    @Test
    default void expelled_hearOfIt_andAreOutAtOnce() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Account cleo = confab().register("Cleo");
        String group = confab().group(ada, ben, cleo);
        confab().sendTextToGroup(ben, group, "hello");
        confab().awaitQuiet();
        Device bensPhone = confab().connect(ben);
        Device cleosPhone = confab().connect(cleo);

        // When
        Reply expelled = call(ada, "removeGroupMember", group, "user_ids", List.of(ben.uid()));

        // Then
        assertThat(expelled.outcome()).isEqualTo("200 0");
        assertThat(conversation(ben, group)).isEmpty();
        assertThat(call(ben, "getMsgList", group, "conversation_id", "group_" + group)
                        .outcome())
                .isEqualTo("403 not-group-member");
        assertThat(call(ben, "sendMsg", group, "type", "text", "body", "let me").outcome())
                .isEqualTo("403 not-group-member");
        assertThat(call(ben, "clearUnreadCount", group, "conversation_id", "group_" + group)
                        .outcome())
                .isEqualTo("403 not-group-member");
        for (Device device : List.of(bensPhone, cleosPhone)) {
            JsonNode notice = awaitAction(device, "group-expel");
            assertThat(notice.at("/body/user_list/0/_id").asText()).isEqualTo(ben.uid());
            assertThat(notice.path("from_uid").asText()).isEqualTo(ada.uid());
        }
        assertThat(members(ada, group)).containsExactlyInAnyOrder(ada.uid(), cleo.uid());
    }

    @Test
    default void whoComesBack_startsWithNothingUnread_andReadsItAll() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        String group = confab().group(ada, ben);
        done(ben, "removeGroupMember", group);
        confab().sendTextToGroup(ada, group, "meanwhile");

        // When
        JsonNode joined = done(ben, "joinGroup", group);

        // Then
        assertThat(joined.path("state").asInt()).isEqualTo(100);
        JsonNode conversation = conversation(ben, group);
        assertThat(conversation).hasSize(1);
        assertThat(conversation.get(0).path("unread_count").asInt()).isZero();
        assertThat(conversation.get(0).path("leave").asBoolean()).isFalse();
        confab().sendTextToGroup(ada, group, "welcome back");
        assertThat(conversation(ben, group).get(0).path("unread_count").asInt()).isEqualTo(1);
        JsonNode history = confab().call(ben, "getMsgList", Map.of("conversation_id", "group_" + group, "afterSeq", 0))
                .data();
        assertThat(history).hasSize(5);
        assertThat(call(ben, "joinGroup", group).outcome()).isEqualTo("409 duplicate-member");
    }

    @Test
    default void dissolvedGroup_isGoneForEverybody() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Account eve = confab().register("Eve");
        String group = confab().group(ada, ben);
        String message =
                confab().sendTextToGroup(ben, group, "hello").path("_id").asText();
        confab().awaitQuiet();
        Device bensPhone = confab().connect(ben);
        String conversation = "group_" + group;

        // When
        done(ada, "dissolveGroup", group);

        // Then
        assertThat(awaitAction(bensPhone, "group-dissolved").path("body")).isEmpty();
        for (Account member : List.of(ada, ben)) {
            assertThat(conversation(member, group)).isEmpty();
            assertThat(done(member, "getGroupList", group)).isEmpty();
            assertThat(Stream.of(
                                    call(member, "getMsgList", group, "conversation_id", conversation),
                                    call(member, "clearUnreadCount", group, "conversation_id", conversation),
                                    call(member, "revokeMsg", group, "msgId", message),
                                    call(member, "sendMsg", group, "type", "text", "body", "still?"),
                                    call(member, "getGroupMemberList", group),
                                    call(member, "updateGroup", group, "name", "Again"),
                                    call(member, "updateGroupMember", group, "user_id", ben.uid(), "mute_type", 1),
                                    call(member, "transferGroup", group, "user_id", ben.uid()),
                                    call(member, "removeGroupMember", group),
                                    call(member, "chooseUserIntoGroup", group, "user_ids", List.of(eve.uid())),
                                    call(member, "getGroupJoinList", group),
                                    call(member, "dissolveGroup", group))
                            .map(Reply::outcome))
                    .containsOnly("404 group-not-found");
        }
        assertThat(call(eve, "joinGroup", group).outcome()).isEqualTo("404 group-not-found");
        assertThat(done(eve, "searchGroups", group, "keyword", group)).isEmpty();
    }

    @Test
    default void request_isHeardByCreatorAndAdmins_andDecidedOnce() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Account cleo = confab().register("Cleo");
        Account dan = confab().register("Dan");
        String group = confab().group(ada, ben, cleo);
        done(ada, "updateGroup", group, "join_option", "needPermission");
        done(ada, "updateGroupMember", group, "user_id", ben.uid(), "role", List.of("admin"));
        confab().awaitQuiet();
        List<Device> deciders = List.of(confab().connect(ada), confab().connect(ben));
        Device cleosPhone = confab().connect(cleo);
        Device dansPhone = confab().connect(dan);

        // When
        JsonNode asked = done(dan, "joinGroup", group, "message", "It is me");
        String request = asked.path("_id").asText();

        // Then
        assertThat(asked.path("state").asInt()).isZero();
        for (Device device : deciders) {
            JsonNode data = device.awaitControl("uni-im-notification");
            assertThat(data.path("_id").asText()).isEqualTo(request);
            assertThat(data.path("user_id").asText()).isEqualTo(dan.uid());
        }
        assertThat(cleosPhone.payloads("uni-im-notification")).isEmpty();
        assertThat(done(ben, "getGroupJoinList", group, "state", 0).findValuesAsText("user_id"))
                .containsExactly(dan.uid());
        assertThat(decide(cleo, request, 100)).isEqualTo("404 invite-not-found");
        assertThat(decide(dan, request, 100)).isEqualTo("404 invite-not-found");
        assertThat(decide(ben, request, 100)).isEqualTo("200 0");
        assertThat(decide(ada, request, 100)).isEqualTo("200 0");
        assertThat(decide(ada, request, -100)).isEqualTo("409 already-handled");
        assertThat(awaitAction(dansPhone, "join-group-notice").path("from_uid").asText())
                .isEqualTo(ben.uid());
        assertThat(members(dan, group)).hasSize(4);
    }

    private String decide(Account account, String request, int state) {
        return confab().call(account, "handleGroupJoin", Map.of("_id", request, "state", state))
                .outcome();
    }

    @Test
    default void notification_isUnreadForThoseWhoWereThere() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Account cleo = confab().register("Cleo");
        String group = confab().group(ada, ben);

        // When
        done(ada, "updateGroup", group, "notification", "We meet at four");
        done(cleo, "joinGroup", group);

        // Then
        assertThat(Stream.of(ada, ben, cleo).map(account -> conversation(account, group)
                        .get(0)
                        .path("has_unread_group_notification")
                        .asBoolean()))
                .containsExactly(false, true, false);
        assertThat(conversation(cleo, group)
                        .get(0)
                        .at("/group_info/0/notification/content")
                        .asText())
                .isEqualTo("We meet at four");
    }

    @Test
    default void silencedGroup_letsOnlyManagersSpeak() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        String group = confab().group(ada, ben);

        // When
        done(ada, "updateGroup", group, "mute_all_members", true);

        // Then
        assertThat(call(ben, "sendMsg", group, "type", "text", "body", "x").outcome())
                .isEqualTo("403 muted");
        done(ada, "transferGroup", group, "user_id", ben.uid());
        assertThat(call(ben, "sendMsg", group, "type", "text", "body", "x").outcome())
                .isEqualTo("200 0");
        assertThat(call(ada, "dissolveGroup", group).outcome()).isEqualTo("403 no-permission");
        assertThat(conversation(ada, group).get(0).at("/group_info/0/user_id").asText())
                .isEqualTo(ben.uid());
    }

    @Test
    default void joining_manyAtOnce_makesEachAMemberAndAnnouncesThem() {
        // Given
        Account ada = confab().register("Ada");
        String group = confab().group(ada);
        List<Account> people = Confab.atOnce(IntStream.range(0, 30)
                .<Callable<Account>>mapToObj(i -> () -> confab().register("Guest " + i))
                .toList());

        // When
        List<String> outcomes = Confab.atOnce(people.stream()
                .<Callable<String>>map(
                        person -> () -> call(person, "joinGroup", group).outcome())
                .toList());

        // Then
        assertThat(outcomes).containsOnly("200 0");
        assertThat(members(ada, group)).hasSize(31);
        Set<String> announced = new HashSet<>();
        confab().call(ada, "getMsgList", Map.of("conversation_id", "group_" + group, "afterSeq", 1, "limit", 200))
                .data()
                .forEach(message -> message.at("/body/user_list").forEach(user -> assertThat(
                                announced.add(user.path("_id").asText()))
                        .isTrue()));
        assertThat(announced).hasSize(30);
    }
}
