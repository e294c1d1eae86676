package io.confab.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CutTest {
    @Test
    void first_cutInsideASurrogatePair_leavesThePairOut() {
        assertThat(Cut.first("ab😀", 3)).isEqualTo("ab");
        assertThat(Cut.first("ab😀", 4)).isEqualTo("ab😀");
        assertThat(Cut.first("a😀b", 3)).isEqualTo("a😀");
        assertThat(Cut.first("😀", 1)).isEmpty();
        assertThat(Cut.first("ab", 0)).isEmpty();
    }

    @Test
    void last_cutInsideASurrogatePair_leavesThePairOut() {
        assertThat(Cut.last("😀ab", 3)).isEqualTo("ab");
        assertThat(Cut.last("😀ab", 4)).isEqualTo("😀ab");
        assertThat(Cut.last("a😀b", 3)).isEqualTo("😀b");
        assertThat(Cut.last("😀", 1)).isEmpty();
        assertThat(Cut.last("ab", 0)).isEmpty();
    }
}
