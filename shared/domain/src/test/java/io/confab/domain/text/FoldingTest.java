package io.confab.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FoldingTest {
    @ParameterizedTest
    @CsvSource({
        "ALICE, alice",
        "Straße, STRASSE",
        "STRAẞE, strasse",
        "ΣΟΦΟΣ, σοφος",
        "σοφοσ, σοφος",
        "ısparta, ISPARTA",
        "ÉCOLE, école",
        "ﬁne, FINE",
        "Ǆungla, ǆungla",
        "ΐ, \u0399\u0308\u0301",
    })
    void fold_oneTextInTwoSpellings_isOne(String one, String other) {
        assertThat(Folding.fold(one)).isEqualTo(Folding.fold(other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tiếng Việt", "한국어 검색", "がぎぐ", "Ångström", "สวัสดี", "हिन्दी"})
    void fold_composedOrNot_isOne(String text) {
        assertThat(Folding.fold(Normalizer.normalize(text, Form.NFD)))
                .isEqualTo(Folding.fold(Normalizer.normalize(text, Form.NFC)))
                .isEqualTo(Folding.fold(Folding.fold(text)));
    }

    @Test
    void fold_partOfAWord_isPartOfTheFoldedWord() {
        assertThat(Folding.fold("ΟΔΟΣΗΜΑ")).contains(Folding.fold("ΟΔΟΣ"));
        assertThat(Folding.fold("GROSSE STRAßE")).contains(Folding.fold("straß"));
    }

    @Test
    void fold_doesNotHearTheServersLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(new Locale("tr", "TR"));
            assertThat(Folding.fold("TITLE")).isEqualTo("title");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void keyword_blanksOfAnyKindAroundIt_areCutOff() {
        assertThat(Folding.keyword("\u00A0\u3000\t lin wei \u2003\uFEFF\n")).isEqualTo("lin wei");
        assertThat(Folding.keyword(" ".repeat(1_000_000) + "x")).isEqualTo("x");
        assertThat(Folding.key("\u202E\u200F")).isEmpty();
    }
}
