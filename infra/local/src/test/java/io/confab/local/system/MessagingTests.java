package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages in single chats and in a group. */
interface MessagingTests extends UsesConfab {
    private static Map<String, Object> bodies() {
        Map<String, Object> bodies = new LinkedHashMap<>();
        bodies.put("text", "Hello,\nhow are you? 你好 😀");
        bodies.put("image", "https://files.example/a.png");
        bodies.put("sound", Map.of("url", "https://files.example/a.mp3", "time", 3));
        bodies.put("video", Map.of("url", "https://files.example/a.mp4", "a.b", Map.of("", 1.5)));
        bodies.put("file", Map.of("url", "https://files.example/a.pdf", "size", 4_000_000_000L, "name", "a.pdf"));
        bodies.put("code", "if (a < b) { return \"$\"; }");
        bodies.put("location", Map.of("latitude", 48.2, "longitude", 16.4, "name", "Vienna"));
        bodies.put("rich-text", List.of(Map.of("name", "p", "children", List.of(Map.of("text", "hi")))));
        bodies.put("history", Map.of("title", "Chat", "msgList", List.of(Map.of("body", "hi"))));
        bodies.put("userinfo-card", Map.of("user_id", "alice", "name", "Alice"));
        return bodies;
    }

    private static String note(String type) {
        return Map.of(
                        "text", "Hello,how are you? 你好 😀",
                        "image", "[图片]",
                        "sound", "[语音]",
                        "video", "[视频]",
                        "file", "[文件]",
                        "code", "[代码]",
                        "location", "[位置]",
                        "rich-text", "[图文消息]",
                        "history", "[聊天记录]",
                        "userinfo-card", "[名片]")
                .get(type);
    }

    private Participant participant(Account account, String conversationId) {
        return new Participant(confab(), account, confab().connect(account.onDevice("watch")), conversationId);
    }

    /** Two users with only one message between them, which the first one sent. */
    private List<Participant> pair() {
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        String conversationId =
                confab().sendText(ada, ben, "first").path("conversation_id").asText();
        return List.of(participant(ada, conversationId), participant(ben, conversationId));
    }

    /** Everybody in turn sends every type; everybody else hears and lists it. */
    private void talk(List<Participant> people, Map<String, ?> receiver) {
        int turn = 0;
        for (Map.Entry<String, Object> each : bodies().entrySet()) {
            Participant sender = people.get(turn++ % people.size());
            Map<String, Object> params = new HashMap<>(Map.of("type", each.getKey(), "body", each.getValue()));
            if (receiver.isEmpty()) {
                params.put("to_uid", people.get(turn % 2).account().uid());
            } else {
                params.putAll(receiver);
            }
            params.put("client_create_time", 12_345);
            JsonNode answer = confab().send(sender.account(), params);
            for (Participant person : people) {
                assertThat(person.device()
                                .awaitMessage(answer.path("_id").asText())
                                .path("data"))
                        .isEqualTo(person.message(answer.path("_id").asText()));
                person.assertListsAreRight(note(each.getKey()));
            }
            assertThat(sender.message(answer.path("_id").asText()).path("body"))
                    .isEqualTo(Client.JSON.valueToTree(each.getValue()));
            if (turn % 4 == 0) {
                people.get(turn / 4 % people.size()).clearUnread();
                people.forEach(person -> person.assertListsAreRight(note(each.getKey())));
            }
        }
    }

    @Test
    default void everyType_betweenTwo_isHeardListedAndCounted() {
        talk(pair(), Map.of());
    }

    @Test
    default void everyType_inAGroupOfThree_isHeardListedAndCounted() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Account cleo = confab().register("Cleo");
        String groupId = confab().group(ada, ben, cleo);
        List<Participant> people = List.of(ada, ben, cleo).stream()
                .map(account -> participant(account, "group_" + groupId))
                .toList();
        people.forEach(person -> person.joinedAfter(1));
        people.forEach(person -> person.assertListsAreRight("[系统消息]"));

        // When, then
        talk(people, Map.of("group_id", groupId));
    }

    @Test
    default void demoUsers_aliceWritesToBob_bobHearsHer() {
        // Given
        Account alice = confab().client().logIn("alice");
        Account bob = confab().client().logIn("bob");
        Device phone = confab().connect(bob);

        // When
        String id = confab().sendText(alice, bob, "Hello Bob!").path("_id").asText();

        // Then
        JsonNode payload = phone.awaitMessage(id);
        assertThat(payload.path("title").asText()).isEqualTo("alice");
        assertThat(payload.path("content").asText()).isEqualTo("Hello Bob!");
        assertThat(payload.has("device_id")).isFalse();
    }

    @Test
    default void longText_pushed_isShortenedAndWholeInTheList() {
        // Given
        List<Participant> pair = pair();
        String text = "x".repeat(49) + "😀" + "y".repeat(300);

        // When
        String id = confab().sendText(pair.get(0).account(), pair.get(1).account(), text)
                .path("_id")
                .asText();

        // Then
        JsonNode pushed = pair.get(1).device().awaitMessage(id).path("data");
        assertThat(pushed.path("LongMsg").asBoolean()).isTrue();
        assertThat(pushed.path("body").asText()).isEqualTo("x".repeat(49));
        assertThat(pair.get(1).message(id).path("body").asText()).isEqualTo(text);
    }

    @Test
    default void revoke_betweenTwo_isSeenByBoth() {
        List<Participant> pair = pair();
        revokeAndCheck(pair, pair.get(0), Map.of("to_uid", pair.get(1).account().uid()));
    }

    @Test
    default void revoke_inAGroup_isSeenByAll() {
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        String groupId = confab().group(ada, ben, confab().register("Cleo"));
        List<Participant> people = List.of(participant(ada, "group_" + groupId), participant(ben, "group_" + groupId));
        people.forEach(person -> person.joinedAfter(1));
        revokeAndCheck(people, people.get(1), Map.of("group_id", groupId));
    }

    private void revokeAndCheck(List<Participant> people, Participant sender, Map<String, ?> receiver) {
        // Given
        Map<String, Object> params = new HashMap<>(receiver);
        params.putAll(Map.of("type", "text", "body", "a slip of the tongue"));
        JsonNode sent = confab().send(sender.account(), params);
        people.forEach(person -> person.assertListsAreRight("a slip of the tongue"));

        // When
        confab().call(
                        sender.account(),
                        "revokeMsg",
                        Map.of("msgId", sent.path("_id").asText()))
                .data();

        // Then
        for (Participant person : people) {
            JsonNode news = person.device().awaitControl("uni-im-revoke-msg");
            assertThat(news.path("msg_id")).isEqualTo(sent.path("_id"));
            assertThat(news.path("create_time")).isEqualTo(sent.path("create_time"));
            assertThat(news.path("conversation_id")).isEqualTo(sent.path("conversation_id"));
            assertThat(news.path("user_id").asText()).isEqualTo(sender.account().uid());
            assertThat(news.path("group_id").isMissingNode()).isEqualTo(receiver.containsKey("to_uid"));
            JsonNode message = person.message(sent.path("_id").asText());
            assertThat(message.path("is_revoke").asBoolean()).isTrue();
            assertThat(message.path("body").asText()).isEqualTo("[消息已撤回]");
            person.assertListsAreRight("[消息已被撤回]");
            assertThat(changedSince(person, message.path("update_time").asLong()))
                    .contains(message);
        }
    }

    private List<JsonNode> changedSince(Participant person, long time) {
        return List.copyOf(confab().call(
                        person.account(),
                        "getMsgList",
                        Map.of(
                                "conversation_id",
                                person.conversation().path("id").asText(),
                                "minUpdateTime",
                                time))
                .data()
                .findParents("seq"));
    }

    @Test
    default void clearUnreadCount_unreadMessage_tellsSenderAndOwnOtherDevicesOnce() {
        // Given
        List<Participant> pair = pair();
        Participant ada = pair.get(0);
        Participant ben = pair.get(1);
        Device bensPhone = confab().connect(ben.account());
        JsonNode sent = confab().sendText(ada.account(), ben.account(), "read me");

        // When
        ben.clearUnread();
        ben.clearUnread();

        // Then
        JsonNode receipt = ada.device().awaitControl("uni-im-msg-read");
        assertThat(receipt.path("conversation_id")).isEqualTo(sent.path("conversation_id"));
        assertThat(receipt.path("user_id").asText()).isEqualTo(ben.account().uid());
        assertThat(receipt.path("seq").asLong()).isEqualTo(2);
        assertThat(receipt.path("time").asLong()).isPositive();
        JsonNode cleared = ben.device().awaitControl("clear-conversation-unreadCount");
        assertThat(cleared.path("conversation_id")).isEqualTo(sent.path("conversation_id"));
        assertThat(cleared.path("seq").asLong()).isEqualTo(2);
        assertThat(ada.message(sent.path("_id").asText()).path("is_read").asBoolean())
                .isTrue();
        ben.assertListsAreRight("read me");

        // A later message has come everywhere, and nothing else before it.
        String barrier = confab().sendText(ben.account().onDevice("third"), ada.account(), "barrier")
                .path("_id")
                .asText();
        List.of(ada.device(), ben.device(), bensPhone).forEach(device -> device.awaitMessage(barrier));
        assertThat(ada.device().payloads("uni-im-msg-read")).hasSize(1);
        assertThat(ben.device().payloads("clear-conversation-unreadCount")).hasSize(1);
        assertThat(bensPhone.payloads("clear-conversation-unreadCount")).isEmpty();
    }

    @Test
    default void retry_sameUniqueId_isStoredOnceAndPushedAsTheSameMessage() {
        // Given
        List<Participant> pair = pair();
        Account ada = pair.get(0).account();
        Account ben = pair.get(1).account();
        Map<String, Object> params = new HashMap<>(
                Map.of("to_uid", ben.uid(), "type", "text", "body", "once", "unique_id", Confab.unique()));

        // When
        JsonNode first = confab().send(ada, params);
        params.put("isRetries", true);
        JsonNode second = confab().send(ada, params);

        // Then
        assertThat(second).isEqualTo(first);
        String barrier = confab().sendText(ada, ben, "barrier").path("_id").asText();
        pair.get(1).device().awaitMessage(barrier);
        // Each call pushes, and hands over a post that was not answered in time: all of them are the same message.
        assertThat(Set.copyOf(pair.get(1).device().pushesOf(first.path("_id").asText())))
                .hasSize(1);
        pair.forEach(person -> person.assertListsAreRight("barrier"));
    }

    @Test
    default void retry_eightAtOnce_storesOne() {
        // Given
        List<Participant> pair = pair();
        Account ada = pair.get(0).account();
        Map<String, Object> params = Map.of(
                "to_uid", pair.get(1).account().uid(), "type", "text", "body", "once", "unique_id", Confab.unique());

        // When
        List<JsonNode> answers = Confab.atOnce(IntStream.range(0, 8)
                .<Callable<JsonNode>>mapToObj(i -> () -> confab().send(ada, params))
                .toList());

        // Then
        assertThat(answers).containsOnly(answers.get(0));
        assertThat(pair.get(0).history()).hasSize(2);
        pair.forEach(person -> person.assertListsAreRight("once"));
    }

    @Test
    default void manyAtOnce_ofBothSides_areNumberedWithoutHole() {
        // Given
        List<Participant> pair = pair();
        Account ada = pair.get(0).account();
        Account ben = pair.get(1).account();

        // When
        List<Long> seqs = Confab.atOnce(IntStream.range(0, 40)
                .<Callable<Long>>mapToObj(i -> () -> (i % 2 == 0
                                ? confab().sendText(ada, ben, "from Ada")
                                : confab().sendText(ben, ada, "from Ben"))
                        .path("seq")
                        .asLong())
                .toList());

        // Then
        assertThat(seqs)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(2, 41).mapToObj(Long::valueOf).toList());
        for (Participant person : pair) {
            List<JsonNode> history = person.history();
            person.assertListsAreRight(history.get(40).path("body").asText());
            await().untilAsserted(() -> assertThat(person.device().payloads("uni-im"))
                    .extracting(payload -> payload.at("/data/seq").asLong())
                    .containsExactlyInAnyOrderElementsOf(seqs));
        }
    }

    @Test
    default void sendMsg_strangerToAGroup_isRefusedAndUnheard() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Account stranger = confab().register("Stranger");
        String groupId = confab().group(ada, ben);
        Participant listener = participant(ben, "group_" + groupId);

        // When
        Reply refusal =
                confab().call(stranger, "sendMsg", Map.of("group_id", groupId, "type", "text", "body", "let me in"));

        // Then
        assertThat(refusal.outcome()).isEqualTo("403 not-group-member");
        assertThat(confab().call(stranger, "getMsgList", Map.of("conversation_id", "group_" + groupId))
                        .outcome())
                .isEqualTo("403 not-group-member");
        listener.device()
                .awaitMessage(confab().sendTextToGroup(ada, groupId, "barrier")
                        .path("_id")
                        .asText());
        assertThat(listener.history())
                .extracting(message -> message.path("body").asText())
                .doesNotContain("let me in");
        assertThat(listener.device().payloads("uni-im"))
                .extracting(payload -> payload.at("/data/from_uid").asText())
                .doesNotContain(stranger.uid());
    }

    @Test
    default void addFriendInvite_repeated_notifiesTheInvitedEachTime() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Device phone = confab().connect(ben);
        Map<String, String> invite = Map.of("to_uid", ben.uid(), "message", "It is me");

        // When
        JsonNode first = confab().call(ada, "addFriendInvite", invite).data();
        JsonNode second = confab().call(ada, "addFriendInvite", invite).data();

        // Then
        assertThat(second).isEqualTo(first);
        await().untilAsserted(
                        () -> assertThat(phone.payloads("uni-im-notification")).hasSize(2));
        assertThat(phone.payloads("uni-im-notification")).allSatisfy(payload -> {
            assertThat(payload.path("subType").asText()).isEqualTo("uni-im-friend-invite");
            assertThat(payload.path("data").path("_id")).isEqualTo(first.path("_id"));
            assertThat(payload.path("data").path("from_uid").asText()).isEqualTo(ada.uid());
            assertThat(payload.path("notificationId").asText()).isNotEmpty();
        });
    }
}
