package io.confab.migrate.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.message.Message;
import io.confab.migrate.load.Log.Mark;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LogTest {
    private final Log group = new Log("group_g");
    private final Log single = new Log("single_s");

    @Test
    void mark_ofUnread_standsBelowThatManyCountableMessagesOfOthers() {
        say(group, "bob", "alice", "bob", "bob", "alice");

        Mark mark = group.mark("alice", 2);

        assertThat(mark).isEqualTo(new Mark(2, 2, 0));
        assertThat(group.unreadAbove(2, "alice", Set.of())).isEqualTo(2);
        assertThat(group.unreadAbove(2, "alice", Set.of(4L))).isEqualTo(1);
    }

    @Test
    void mark_ofNothingUnread_standsAtTheNewest() {
        say(group, "bob", "bob");

        assertThat(group.mark("alice", 0)).isEqualTo(new Mark(2, 2, 0));
        assertThat(group.mark("alice", -3)).isEqualTo(new Mark(2, 2, 0));
    }

    @Test
    void mark_ofMoreThanThereAre_standsAtTheBeginningAndSaysHowManyAreMissing() {
        say(group, "bob", "alice");

        assertThat(group.mark("alice", 5)).isEqualTo(new Mark(0, 0, 4));
    }

    @Test
    void mark_withRevokedAndSystemMessages_doesNotCountThem() {
        say(group, "bob", "bob");
        Message revoked = message(group, "bob", 3);
        revoked.revoked = true;
        group.add(revoked, true);
        Message system = message(group, "bob", 4);
        system.type = "system";
        group.add(system, false);

        assertThat(group.mark("alice", 1).seq()).isEqualTo(1);
    }

    @Test
    void mark_inASingleChat_countsTheOtherSidesMessagesOnly() {
        say(single, "bob", "alice", "bob", "alice");

        assertThat(single.mark("alice", 0)).isEqualTo(new Mark(4, 2, 0));
        assertThat(single.mark("alice", 1)).isEqualTo(new Mark(2, 1, 0));
        assertThat(single.mark("bob", 2)).isEqualTo(new Mark(1, 0, 0));
    }

    @Test
    void mark_withMessagesTheReaderHasDeleted_doesNotCountThem() {
        say(group, "bob", "bob", "bob");

        assertThat(group.mark("alice", 1, Set.of(3L)).seq()).isEqualTo(1);
    }

    @Test
    void at_aTime_isWhereTheLogStoodThen() {
        say(group, "bob", "bob", "bob");

        assertThat(group.at(999)).isEqualTo(new Mark(0, 0, 0));
        assertThat(group.at(1_002)).isEqualTo(new Mark(2, 2, 0));
        assertThat(group.at(9_999)).isEqualTo(new Mark(3, 3, 0));
    }

    private static void say(Log log, String... authors) {
        int seq = 0;
        for (String author : authors) {
            Message message = message(log, author, ++seq);
            int own = 0;
            for (int before = 0; before < seq; before++) {
                own += authors[before].equals(author) ? 1 : 0;
            }
            message.ownN = message.isGroup() ? null : Long.valueOf(own);
            log.add(message, false);
        }
    }

    private static Message message(Log log, String author, int seq) {
        Message message = new Message();
        message.fromUid = author;
        message.groupId = log.conversationId().startsWith("group_") ? "g" : null;
        message.type = "text";
        message.seq = seq;
        message.n = seq;
        message.createTime = 1_000 + seq;
        return message;
    }
}
