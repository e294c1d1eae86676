package io.confab.domain.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenCutTest {
    private static User user(Long cut) {
        User user = new User();
        user.validTokenDate = cut;
        return user;
    }

    @Test
    void of_isTheLargestOfNowALaterThanTheLastAndTheCallingTokens() {
        assertThat(TokenCut.of(user(null), 10_500, 0)).isEqualTo(new TokenCut(null, 10_500));
        assertThat(TokenCut.of(user(10_400L), 10_500, 10)).isEqualTo(new TokenCut(10_400L, 11_400));
        assertThat(TokenCut.of(user(5_000L), 10_500, 12)).isEqualTo(new TokenCut(5_000L, 12_000));
    }

    @Test
    void firstGoodSecond_isBehindTheCutsOwn() {
        assertThat(TokenCut.firstGoodSecond(user(10_000L))).isEqualTo(11);
        assertThat(TokenCut.firstGoodSecond(user(10_999L))).isEqualTo(11);
        assertThat(TokenCut.firstGoodSecond(user(null))).isNegative();
    }
}
