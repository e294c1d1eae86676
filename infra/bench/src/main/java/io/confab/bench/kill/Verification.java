package io.confab.bench.kill;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.bench.client.BenchUser;
import io.confab.bench.client.ConfabClient;
import io.confab.bench.client.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads everything back by calling methods and compares it with the journal. */
final class Verification {
    private static final int PAGE = 200;

    private final ConfabClient client;
    private final Journal journal;
    private final Map<String, Recount> recounts = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private int comparedUnread;

    Verification(ConfabClient client, Journal journal) {
        this.client = client;
        this.journal = journal;
        violations.addAll(journal.contradictions());
    }

    void messages(List<Chat> chats) throws IOException {
        Map<String, List<Acknowledged>> sends =
                journal.sends().stream().collect(Collectors.groupingBy(Acknowledged::conversationId));
        for (Chat chat : chats) {
            Recount recount = new Recount(chat.conversationId(), readAll(chat));
            recounts.put(chat.conversationId(), recount);
            violations.addAll(recount.disorder());
            violations.addAll(
                    recount.compare(sends.getOrDefault(chat.conversationId(), List.of()), journal.revokedIds()));
        }
    }

    /** Compares every user's list with the recount; a chat without messages may be missing. */
    void lists(List<BenchUser> users, Chats chats) throws IOException {
        for (BenchUser user : users) {
            Reply reply = client.callOrThrow("getConversationList", user, Map.of("limit", 500));
            Map<String, JsonNode> shown = new HashMap<>();
            reply.data().forEach(row -> shown.put(row.path("id").asText(), row));
            long total = 0;
            for (Chat chat : chats.of(user)) {
                Recount recount = recounts.get(chat.conversationId());
                if (recount.newestSeq() > 0) {
                    total += row(user, chat, recount, shown.get(chat.conversationId()));
                }
            }
            long shownTotal = reply.body().path("unread_total").asLong(-1);
            if (shownTotal != total) {
                violations.add(user.uid() + ": unread_total " + shownTotal + ", recounted " + total);
            }
        }
    }

    private long row(BenchUser user, Chat chat, Recount recount, JsonNode row) {
        String place = user.uid() + " in " + chat.conversationId();
        long unread = recount.unread(user.uid(), journal.mark(user.uid(), chat.conversationId()));
        comparedUnread++;
        if (row == null) {
            violations.add(place + ": not in the list");
            return unread;
        }
        if (row.path("unread_count").asLong(-1) != unread) {
            violations.add(place + ": unread_count " + row.path("unread_count") + ", recounted " + unread);
        }
        long newest = row.path("msgList").path(0).path("seq").asLong(-1);
        if (newest != recount.newestSeq()) {
            violations.add(place + ": list ends at seq " + newest + ", log at " + recount.newestSeq());
        }
        return unread;
    }

    private List<StoredMessage> readAll(Chat chat) throws IOException {
        List<StoredMessage> all = new ArrayList<>();
        BenchUser reader = chat.members().get(0);
        while (true) {
            long after = all.isEmpty() ? 0 : all.get(all.size() - 1).seq();
            Reply page = client.callOrThrow(
                    "getMsgList",
                    reader,
                    Map.of("conversation_id", chat.conversationId(), "afterSeq", after, "limit", PAGE));
            if (page.data().isEmpty()) {
                return all;
            }
            page.data().forEach(message -> all.add(StoredMessage.of(message)));
        }
    }

    List<String> violations() {
        return violations;
    }

    int comparedUnread() {
        return comparedUnread;
    }

    int storedMessages() {
        return recounts.values().stream().mapToInt(Recount::size).sum();
    }
}
