package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.ConversationRepository;
import io.confab.domain.conversation.Heads;
import io.confab.domain.conversation.InboxRepository;
import io.confab.domain.conversation.InboxRepository.Marks;
import io.confab.domain.conversation.SideChanges;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageLog;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.bson.BsonString;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/**
 * The marks by which lists find conversations, in random orders of the writes of calls that run at the same time: heads that
 * come late, twice or never, read marks and removals based on an old read, and corrections by a list that read long ago.
 *
 * <p>Seen to fail: if hiding sets its mark without a condition; if a sender's own head that passes over numbers is not marked; if
 * a correction does not require the head that was read.
 */
@QuarkusTest
class ConversationMarksTest extends FunctionTestBase {
    private static final int RUNS = 12;
    private static final int STEPS = 40;
    private static final String CHAT = ConversationIds.single("alice", "bob");

    @Inject
    MessageLog log;

    @Inject
    Heads heads;

    @Inject
    ConversationRepository conversations;

    @Inject
    InboxRepository inbox;

    private final List<Message> stored = new ArrayList<>();
    private final List<Marks> found = new ArrayList<>();
    private final List<String> history = new ArrayList<>();

    @Test
    void marks_inAnyOrderOfWrites_areTrueWhereTheyMustBe() {
        for (int seed = 1; seed <= RUNS; seed++) {
            startAnew();
            Random random = new Random(seed);
            for (int step = 0; step < STEPS; step++) {
                String uid = random.nextBoolean() ? "alice" : "bob";
                step(random, uid, uid.equals("alice") ? "bob" : "alice");
                checkMarks(seed);
            }
        }
    }

    private void startAnew() {
        stored.clear();
        found.clear();
        history.clear();
        collection(Conversation.COLLECTION).deleteMany(new Document());
        collection(Message.COLLECTION).deleteMany(new Document());
        conversations.createSingle("alice", "bob", clock.millis());
    }

    private void step(Random random, String uid, String otherUid) {
        Conversation mine = conversations.findOne(uid, CHAT).orElseThrow();
        int what = random.nextInt(9);
        history.add(what + " " + uid);
        switch (what) {
            case 0, 1 -> append(uid, otherUid);
            case 2, 3 -> oneOf(random, stored).ifPresent(message -> heads.advance(message, 0));
            case 4 -> oneOf(random, stored)
                    .ifPresent(message -> conversations.moveMark(mine, 0, message.seq, countByOther(message, uid)));
            case 5 -> oneOf(random, stored).ifPresent(message -> conversations.change(mine, hidden(message.seq)));
            case 6 -> oneOf(random, stored)
                    .ifPresent(message -> conversations.remove(mine, message.seq, countByOther(message, uid)));
            case 7 -> conversations.change(mine, SideChanges.show());
            default -> {
                oneOf(random, found).ifPresent(old -> inbox.correct(List.of(old)));
                found.add(new Marks(mine, mustBeShown(mine), mustBeCounted(mine)));
                if (random.nextInt(4) == 0) {
                    clock.advance(Duration.ofMinutes(2));
                    call("getConversationList", uid, Map.of());
                }
            }
        }
    }

    private void append(String uid, String otherUid) {
        Message draft = new Message();
        draft.conversationId = CHAT;
        draft.fromUid = uid;
        draft.toUid = otherUid;
        draft.type = "text";
        draft.body = new BsonString("text");
        draft.appid = "app";
        stored.add(log.append(draft, log.newest(CHAT, uid, 0)).message());
    }

    private static long countByOther(Message message, String uid) {
        return message.n - message.countBy(uid);
    }

    private static SideChanges hidden(long seq) {
        return new SideChanges(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(seq), Optional.empty());
    }

    private static <T> Optional<T> oneOf(Random random, List<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    private static boolean mustBeShown(Conversation side) {
        return side.headSeq() > side.hiddenUpTo();
    }

    private static boolean mustBeCounted(Conversation side) {
        return side.lastOtherN() > side.countedFromN();
    }

    private void checkMarks(int seed) {
        for (String uid : List.of("alice", "bob")) {
            Conversation side = conversations.findOne(uid, CHAT).orElseThrow();
            assertThat(!mustBeShown(side) || side.shown)
                    .as("shown to %s, run %d: %s", uid, seed, history)
                    .isTrue();
            assertThat(!mustBeCounted(side) || side.counted)
                    .as("counted for %s, run %d: %s", uid, seed, history)
                    .isTrue();
        }
    }
}
