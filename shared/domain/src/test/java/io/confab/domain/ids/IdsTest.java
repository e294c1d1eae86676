package io.confab.domain.ids;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdsTest {
    @AfterEach
    void renew() {
        ProcessRandom.renew();
    }

    @Test
    void next_isAnObjectIdOfNow() {
        long before = System.currentTimeMillis() / 1_000;
        ObjectId id = new ObjectId(Ids.next());

        assertThat(id.getTimestamp() & 0xFFFF_FFFFL).isBetween(before, System.currentTimeMillis() / 1_000);
    }

    @Test
    void next_isAnotherOneEachTime() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            ids.add(Ids.next());
        }
        assertThat(ids).hasSize(100_000);
    }

    /** Two processes that are started from the same snapshot: each renews before it makes an id. */
    @Test
    void renew_changesThePartThatIsThisProcesssOwn() {
        String first = Ids.next().substring(8, 18);
        String same = Ids.next().substring(8, 18);
        long dice = ProcessRandom.dice().nextLong();
        ProcessRandom.renew();

        assertThat(same).isEqualTo(first);
        assertThat(Ids.next().substring(8, 18)).isNotEqualTo(first);
        assertThat(ProcessRandom.dice().nextLong()).isNotEqualTo(dice);
    }
}
