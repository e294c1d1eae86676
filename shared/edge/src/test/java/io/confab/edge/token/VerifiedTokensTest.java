package io.confab.edge.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.user.Token;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {
    private final VerifiedTokens tokens = new VerifiedTokens(2);

    private static Token token(String uid) {
        return new Token(uid, uid, uid, Optional.empty(), 1_000, 0, 1_000, true);
    }

    @Test
    void find_untilItExpires() {
        tokens.add("a.b.c", token("alice"));

        assertThat(tokens.find("a.b.c", 999)).contains(token("alice"));
        assertThat(tokens.find("a.b.c", 1_000)).isEmpty();
        assertThat(tokens.find("a.b.d", 999)).as("another signature").isEmpty();
    }

    @Test
    void add_aboveTheMaximum_forgetsTheLongestUnused() {
        tokens.add("a", token("alice"));
        tokens.add("b", token("bob"));
        tokens.find("a", 0);
        tokens.add("c", token("carol"));

        assertThat(tokens.find("b", 0)).isEmpty();
        assertThat(tokens.find("a", 0)).isPresent();
        assertThat(tokens.find("c", 0)).isPresent();
    }
}
