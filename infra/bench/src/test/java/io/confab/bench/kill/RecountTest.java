package io.confab.bench.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecountTest {
    private static final String CHAT = "group_g";
    private static final StoredMessage NOTICE = new StoredMessage("m1", 1, "alice", null, true, false, 100);
    private static final StoredMessage OWN = new StoredMessage("m2", 2, "alice", "a-1", false, false, 100);
    private static final StoredMessage REVOKED = new StoredMessage("m3", 3, "bob", "b-1", false, true, 101);
    private static final StoredMessage THEIRS = new StoredMessage("m4", 4, "bob", "b-2", false, false, 102);

    private final Recount recount = new Recount(CHAT, List.of(NOTICE, OWN, REVOKED, THEIRS));

    @Test
    void unread_noticesOwnAndRevoked_areNotCounted() {
        assertThat(recount.unread("alice", 0)).isEqualTo(1);
        assertThat(recount.unread("bob", 0)).isEqualTo(1);
        assertThat(recount.unread("carol", 0)).isEqualTo(2);
    }

    @Test
    void unread_atTheMark_isRead() {
        assertThat(recount.unread("carol", 2)).isEqualTo(1);
        assertThat(recount.unread("carol", 4)).isZero();
    }

    @Test
    void disorder_denseLog_isNone() {
        assertThat(recount.disorder()).isEmpty();
    }

    @Test
    void disorder_holeDoubleAndTimeGoingBack_areNamed() {
        StoredMessage late = new StoredMessage("m9", 6, "bob", "b-2", false, false, 90);

        List<String> violations = new Recount(CHAT, List.of(NOTICE, OWN, REVOKED, THEIRS, late)).disorder();

        assertThat(violations)
                .containsExactly(
                        "group_g: seq 6 where 5 was due",
                        "group_g: create_time goes back at seq 6",
                        "group_g: stored twice, again at seq 6");
    }

    @Test
    void compare_everythingAcknowledgedIsThere_isNone() {
        List<Acknowledged> sends = List.of(sent(OWN), sent(REVOKED), sent(THEIRS));

        assertThat(recount.compare(sends, Set.of("m3"))).isEmpty();
    }

    @Test
    void compare_lostMovedAndUnrevoked_areNamed() {
        Acknowledged lost = new Acknowledged(CHAT, "bob", "b-3", "m5", 5, 103);
        Acknowledged moved = new Acknowledged(CHAT, "alice", "a-1", "m2", 7, 100);

        List<String> violations = recount.compare(List.of(lost, moved, sent(THEIRS)), Set.of("m4"));

        assertThat(violations).hasSize(3);
        assertThat(violations.get(0)).isEqualTo("group_g: acknowledged and lost: seq 5");
        assertThat(violations.get(1)).contains("acknowledged as", "stored as");
        assertThat(violations.get(2)).isEqualTo("group_g: revoked and back: seq 4");
    }

    @Test
    void compare_storedAndNeverAcknowledged_isNamed() {
        assertThat(recount.compare(List.of(sent(OWN)), Set.of()))
                .containsExactly("group_g: 3 texts stored, 1 acknowledged");
    }

    private static Acknowledged sent(StoredMessage stored) {
        return new Acknowledged(
                CHAT, stored.fromUid(), stored.uniqueId(), stored.id(), stored.seq(), stored.createTime());
    }
}
