package io.confab.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpecialAboveTest {
    @Test
    void together_closeMarks_areOneWithTheLowestNumber() {
        List<SpecialAbove> merged = SpecialAbove.together(List.of(mark("c", 9), mark("a", 3), mark("b", 5)));

        assertThat(merged).containsExactly(new SpecialAbove(List.of("a", "b", "c"), 3));
    }

    @Test
    void together_distantMarks_stayApart() {
        List<SpecialAbove> merged = SpecialAbove.together(List.of(mark("a", 3), mark("b", 5_000), mark("c", 5_001)));

        assertThat(merged)
                .containsExactly(new SpecialAbove(List.of("a"), 3), new SpecialAbove(List.of("b", "c"), 5_000));
    }

    /** Seen to fail: if each merged mark may be 200 below, instead of all together. */
    @Test
    void together_anyMarks_readsFewInVainAndMissesNothing() {
        Random random = new Random(7);
        for (int run = 0; run < 200; run++) {
            int spread = 1 + random.nextInt(5_000);
            List<SpecialAbove> marks = IntStream.range(0, 100)
                    .mapToObj(i -> mark("k" + i, random.nextInt(spread)))
                    .toList();

            List<SpecialAbove> merged = SpecialAbove.together(marks);

            long inVain = 0;
            for (SpecialAbove mark : marks) {
                List<SpecialAbove> holders = merged.stream()
                        .filter(one -> one.unreadKeys().containsAll(mark.unreadKeys()))
                        .toList();
                assertThat(holders).hasSize(1);
                assertThat(holders.get(0).seq()).isLessThanOrEqualTo(mark.seq());
                inVain += mark.seq() - holders.get(0).seq();
            }
            assertThat(inVain).isLessThanOrEqualTo(200);
        }
    }

    private static SpecialAbove mark(String key, long seq) {
        return new SpecialAbove(List.of(key), seq);
    }
}
