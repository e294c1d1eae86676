package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Deleting for oneself, searching, asking for readers. */
interface HistoryTests extends UsesConfab {

    private static List<String> bodies(JsonNode messages) {
        List<String> bodies = new ArrayList<>();
        messages.forEach(message -> bodies.add(message.path("body").asText()));
        return bodies;
    }

    private List<String> seen(Account account, String conversationId) {
        return bodies(confab().call(account, "getMsgList", Map.of("conversation_id", conversationId, "afterSeq", 0))
                .data());
    }

    @Test
    default void deleteMsg_inAGroup_hidesItFromOneMemberAlone() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        String group = confab().group(ada, ben);
        confab().sendTextToGroup(ada, group, "keep this");
        JsonNode sent = confab().sendTextToGroup(ada, group, "forget this");

        // When
        Reply first =
                confab().call(ben, "deleteMsg", Map.of("msgId", sent.path("_id").asText()));
        Reply again =
                confab().call(ben, "deleteMsg", Map.of("msgId", sent.path("_id").asText()));

        // Then
        assertThat(first.outcome()).isEqualTo("200 0");
        assertThat(again.outcome()).isEqualTo("200 0");
        assertThat(seen(ben, "group_" + group)).contains("keep this").doesNotContain("forget this");
        assertThat(seen(ada, "group_" + group)).contains("keep this", "forget this");
        Reply list = confab().call(ben, "getConversationList", Map.of());
        assertThat(list.data().at("/0/unread_count").asInt()).isEqualTo(1);
        assertThat(list.data().at("/0/last_msg_note").asText()).isEqualTo("keep this");
        assertThat(list.body().path("unread_total").asInt()).isEqualTo(1);
        assertThat(confab().call(ben, "searchMsg", Map.of("keyword", "this")).data())
                .hasSize(1);
        assertThat(confab().call(ada, "searchMsg", Map.of("keyword", "THIS")).data())
                .hasSize(2);
    }

    @Test
    default void searchMsg_chineseAndLatin_isPagedThroughEveryConversation() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Account cleo = confab().register("Cleo");
        IntStream.rangeClosed(1, 120).forEach(i -> confab().sendText(ben, ada, i % 60 == 0 ? "下午茶 Tea " + i : "…" + i));
        confab().sendText(cleo, ada, "喝下午茶吗");
        confab().sendText(ben, cleo, "下午茶, not for Ada");

        // When
        List<String> found = new ArrayList<>();
        Map<String, Object> params = new HashMap<>(Map.of("keyword", "下午茶", "limit", 1));
        Reply page;
        do {
            page = confab().call(ada, "searchMsg", params);
            found.addAll(bodies(page.data()));
            params.put("cursor", page.body().path("nextCursor").asText());
        } while (page.body().path("hasMore").asBoolean());

        // Then
        assertThat(found).containsExactly("喝下午茶吗", "下午茶 Tea 120", "下午茶 Tea 60");
        assertThat(bodies(confab().call(ada, "searchMsg", Map.of("keyword", "tea 6"))
                        .data()))
                .containsExactly("下午茶 Tea 60");
    }

    @Test
    default void getMsgReaders_leaversAndLateComers_areAsMembershipWas() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        Account cleo = confab().register("Cleo");
        Account late = confab().register("Late");
        String group = confab().group(ada, ben, cleo);
        String id = confab().sendTextToGroup(ada, group, "who reads this?")
                .path("_id")
                .asText();
        confab().call(ada, "chooseUserIntoGroup", Map.of("group_id", group, "user_ids", List.of(late.uid())))
                .data();
        confab().call(ben, "clearUnreadCount", Map.of("conversation_id", "group_" + group))
                .data();
        confab().call(late, "clearUnreadCount", Map.of("conversation_id", "group_" + group))
                .data();

        // When
        JsonNode readers =
                confab().call(cleo, "getMsgReaders", Map.of("msgId", id)).data();

        // Then
        assertThat(readers.path("read_count").asInt()).isEqualTo(1);
        assertThat(readers.at("/read/0/_id").asText()).isEqualTo(ben.uid());
        assertThat(readers.at("/read/0/time").asLong()).isPositive();
        assertThat(readers.path("unread")).hasSize(1);
        assertThat(readers.at("/unread/0/_id").asText()).isEqualTo(cleo.uid());
    }
}
