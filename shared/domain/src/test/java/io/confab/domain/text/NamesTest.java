package io.confab.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @Test
    void clean_controlsBreaksAndDirections_areRemoved_allElseStays() {
        assertThat(Names.clean("\u202Ea\u0000b\tc\r\nd\u0085e\u2028f\u2029g\u200Eh\u200Fi\u202Aj\u2066k\u2069l\u007F"))
                .isEqualTo("abcdefghijkl");
        assertThat(Names.clean("王 小明\u200D😀 é\u3164")).isEqualTo("王 小明\u200D😀 é\u3164");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\u00A0",
                "\u3000\u2003",
                "\u200B\u200C\u200D",
                "\u2060",
                "\uFEFF",
                "\u00AD",
                "\u3164",
                "\u115F\u1160",
                "\uFFA0",
                "\u2800",
                "\u034F",
                "\u180E",
                "\uFE0F",
                "\u0301\u0302",
                "\u2065",
                "\uDB40\uDD00",
                "\uDB40\uDC20"
            })
    void showsNothing_blanksZeroWidthFillersAndMarksAlone(String name) {
        assertThat(Names.showsNothing(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", " a ", "é", "王", "ก็", "😀", "\uD83E\uDEE0", "👨\u200D👩", ".", "\u200Bx"})
    void showsNothing_whatCanBeSeen_isAName(String name) {
        assertThat(Names.showsNothing(name)).isFalse();
    }

    @Test
    void shown_storedName_isCleanCutAndEmptyWhenNothingIsLeft() {
        assertThat(Names.shown(null, 30)).isEmpty();
        assertThat(Names.shown("\u202E\n \u3164", 30)).isEmpty();
        assertThat(Names.shown("\n".repeat(1_000_000) + "late", 30)).isEqualTo("late");
        assertThat(Names.shown("x".repeat(29) + "😀", 30)).isEqualTo("x".repeat(29));
    }
}
