package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.util.Map;
import org.bson.Document;

/**
 * A send that died between its message and the heads, in a single chat that is neither on a page nor counted: the one state that
 * a list does not see, and everything that ends it (docs/decisions/0047-a-list-reads-its-page.md).
 */
final class HeadsOffThePage {
    private final Confab confab;
    private final MongoCollection<Document> sides;

    HeadsOffThePage(Confab confab, MongoDatabase database) {
        this.confab = confab;
        this.sides = database.getCollection("uni-im-conversation");
    }

    /** What ends it, and how many messages of the chat are unread then. */
    enum Way {
        REPEAT(1),
        NEXT_MESSAGE(2),
        READ_MARK(0),
        HISTORY(1),
        PAGE(1);

        private final int unread;

        Way(int unread) {
            this.unread = unread;
        }
    }

    void becomeWhole(Way way) {
        Account ada = confab.register("Ada");
        Account ben = confab.register("Ben");
        Account cleo = confab.register("Cleo");
        Account dan = confab.register("Dan");
        String id = confab.sendText(ada, ben, "first").path("conversation_id").asText();
        confab.call(ben, "clearUnreadCount", Map.of("conversation_id", id)).data();
        Document adas = side(ada, id);
        Document bens = side(ben, id);
        Map<String, String> message = Map.of("to_uid", ben.uid(), "type", "text", "body", "late", "unique_id", "late");
        JsonNode late = confab.send(ada, message);
        // A page looks at one conversation more than it has.
        confab.sendText(dan, ben, "newer");
        confab.sendText(cleo, ben, "newest");
        restore(adas);
        restore(bens);

        Reply page = list(ben, 1);
        assertThat(page.body().path("unread_total").asInt()).isEqualTo(2);
        assertThat(side(ben, id)).containsEntry("last_seq", 1L);

        switch (way) {
            case REPEAT -> assertThat(confab.send(ada, message)).isEqualTo(late);
            case NEXT_MESSAGE -> confab.sendText(ada, ben, "next");
            case READ_MARK -> confab.call(ben, "clearUnreadCount", Map.of("conversation_id", id))
                    .data();
            case HISTORY -> confab.call(ben, "getMsgList", Map.of("conversation_id", id))
                    .data();
            case PAGE -> list(ben, 3);
        }

        long newest = way == Way.NEXT_MESSAGE ? 3 : 2;
        assertThat(side(ada, id)).containsEntry("last_seq", newest);
        assertThat(side(ben, id)).containsEntry("last_seq", newest);
        assertThat(list(ben, 1).body().path("unread_total").asInt()).isEqualTo(2 + way.unread);
    }

    private Reply list(Account of, int limit) {
        return confab.call(of, "getConversationList", Map.of("limit", limit));
    }

    private Document side(Account of, String conversationId) {
        return sides.find(Filters.eq("user_key", of.uid() + "#" + conversationId))
                .first();
    }

    /** As it was before the message, and quiet for longer than a minute. */
    private void restore(Document side) {
        side.put("counted", false);
        assertThat(sides.replaceOne(Filters.eq("_id", side.get("_id")), side).getModifiedCount())
                .isEqualTo(1);
    }
}
