package io.confab.domain.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CutTest {
    private static User user(Long cut) {
        User user = new User();
        user.validTokenDate = cut;
        return user;
    }

    @Test
    void of_isTheLargestOfNowALaterThanTheLastAndTheCallingTokens() {
        assertThat(Cut.of(user(null), 10_500, 0)).isEqualTo(new Cut(null, 10_500));
        assertThat(Cut.of(user(10_400L), 10_500, 10)).isEqualTo(new Cut(10_400L, 11_400));
        assertThat(Cut.of(user(5_000L), 10_500, 12)).isEqualTo(new Cut(5_000L, 12_000));
    }

    @Test
    void firstGoodSecond_isBehindTheCutsOwn() {
        assertThat(Cut.firstGoodSecond(user(10_000L))).isEqualTo(11);
        assertThat(Cut.firstGoodSecond(user(10_999L))).isEqualTo(11);
        assertThat(Cut.firstGoodSecond(user(null))).isNegative();
    }
}
