package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A user in a conversation who counts its messages and compares the server's lists with the count. */
final class Participant {
    private static final int PAGE = 200;

    private final Confab confab;
    private final Account account;
    private final Device device;
    private final String conversationId;
    private long readSeq;

    Participant(Confab confab, Account account, Device device, String conversationId) {
        this.confab = confab;
        this.account = account;
        this.device = device;
        this.conversationId = conversationId;
    }

    Account account() {
        return account;
    }

    Device device() {
        return device;
    }

    /** Marks as read from elsewhere than the connected device. */
    void clearUnread() {
        readSeq = history().size();
        confab.call(account, "clearUnreadCount", Map.of("conversation_id", conversationId))
                .data();
    }

    /** Messages from before they joined count as read. */
    void joinedAfter(long seq) {
        readSeq = seq;
    }

    /** All messages, oldest first. */
    List<JsonNode> history() {
        List<JsonNode> all = new ArrayList<>();
        JsonNode page;
        do {
            page = confab.call(
                            account,
                            "getMsgList",
                            Map.of("conversation_id", conversationId, "afterSeq", all.size(), "limit", PAGE))
                    .data();
            page.forEach(all::add);
        } while (page.size() == PAGE);
        return all;
    }

    JsonNode message(String id) {
        JsonNode found = confab.call(account, "getMsgList", Map.of("conversation_id", conversationId, "_id", id))
                .data();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    JsonNode conversation() {
        JsonNode found = confab.call(account, "getConversationList", Map.of("conversation_id", conversationId))
                .data();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    /** Numbers without hole, unread equal to a recount, preview, time, order and total of the list. */
    void assertListsAreRight(String note) {
        List<JsonNode> history = history();
        for (int i = 0; i < history.size(); i++) {
            assertThat(history.get(i).path("seq").asLong()).isEqualTo(i + 1L);
        }
        JsonNode newest = history.get(history.size() - 1);
        JsonNode conversation = conversation();
        assertThat(conversation.path("unread_count").asLong()).isEqualTo(recount(history));
        assertThat(conversation.path("last_msg_note").asText()).isEqualTo(note);
        assertThat(conversation.path("update_time")).isEqualTo(newest.path("create_time"));
        assertThat(conversation.path("msgList")).hasSize(1);
        assertThat(conversation.path("msgList").get(0)).isEqualTo(newest);
        assertWholeList(conversation);
    }

    private void assertWholeList(JsonNode conversation) {
        Reply list = confab.call(account, "getConversationList", Map.of());
        List<JsonNode> all = new ArrayList<>();
        list.data().forEach(all::add);
        assertThat(all).contains(conversation);
        assertThat(all)
                .extracting(each -> each.path("update_time").asLong())
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(list.body().path("unread_total").asLong())
                .isEqualTo(all.stream()
                        .mapToLong(each -> each.path("unread_count").asLong())
                        .sum());
    }

    private long recount(List<JsonNode> history) {
        return history.stream()
                .filter(message -> message.path("seq").asLong() > readSeq)
                .filter(message -> !message.path("from_uid").asText().equals(account.uid()))
                .filter(message -> !message.path("is_revoke").asBoolean())
                .filter(message -> !message.path("type").asText().equals("system"))
                .count();
    }
}
