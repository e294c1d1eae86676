package io.confab.bench.kill;

import io.confab.bench.client.BenchUser;
import io.confab.bench.client.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** One active user: sends messages, sometimes repeats, revokes and marks as read. */
final class ChattingClient {
    private static final double REPEATS = 0.02;
    private static final double REVOKES = 0.02;
    private static final double READS = 0.03;

    private final BenchUser user;
    private final List<Chat> chats;
    private final PersistentCaller caller;
    private final Journal journal;
    private final Random random;

    ChattingClient(BenchUser user, List<Chat> chats, PersistentCaller caller, Journal journal, long seed) {
        this.user = user;
        this.chats = chats;
        this.caller = caller;
        this.journal = journal;
        this.random = new Random(seed);
    }

    void chatWhile(BooleanSupplier more) throws IOException {
        for (int number = 1; more.getAsBoolean(); number++) {
            Chat chat = chats.get(random.nextInt(chats.size()));
            Map<String, Object> text = chat.text(user, user.deviceId() + "-" + number);
            Acknowledged sent = send(chat, text);
            if (sent == null) {
                continue;
            }
            journal.sent(sent);
            if (random.nextDouble() < REPEATS) {
                Acknowledged again = send(chat, text);
                if (again != null) {
                    journal.repeated(sent, again);
                }
            }
            if (random.nextDouble() < REVOKES) {
                revoke(sent);
            }
            if (random.nextDouble() < READS) {
                read(chat, sent.seq());
            }
        }
    }

    private Acknowledged send(Chat chat, Map<String, Object> text) throws IOException {
        Reply reply = answered("sendMsg", text);
        return reply == null
                ? null
                : Acknowledged.of(chat, user.uid(), text.get("unique_id").toString(), reply);
    }

    private void revoke(Acknowledged sent) throws IOException {
        if (answered("revokeMsg", Map.of("msgId", sent.id())) != null) {
            journal.revoked(sent);
        }
    }

    private void read(Chat chat, long seq) throws IOException {
        if (answered("clearUnreadCount", Map.of("conversation_id", chat.conversationId(), "seq", seq)) != null) {
            journal.read(user.uid(), chat.conversationId(), seq);
        }
    }

    /** The successful reply, or null after an entry in the journal. */
    private Reply answered(String method, Map<String, Object> params) throws IOException {
        Reply reply = caller.call(method, user, params);
        if (reply.isSuccess()) {
            return reply;
        }
        journal.refused(method + " " + reply.status() + " " + reply.body().path("errCode") + " "
                + reply.body().path("errMsg"));
        return null;
    }
}
