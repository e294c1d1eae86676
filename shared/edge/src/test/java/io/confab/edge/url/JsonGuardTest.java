package io.confab.edge.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonGuardTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  \n"})
    void parse_nothing_isAnEmptyObject(String text) {
        assertThat(JsonGuard.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"$ne\"}",
                "{\"a$\":1,\"a.b\":2,\"\":3}",
                "{\"n\":9223372036854775807,\"m\":-9223372036854775808}",
                "{\"n\":1.7976931348623157e308}",
                "{\"a\":[[],{},{\"b\":[null,true]}],\"c\":{}}",
                "{\"s\":\"\\ud83d\\ude00\"}",
            })
    void parse_harmlessJson_comesBackUnchanged(String text) {
        assertThat(JsonGuard.parse(text).toString()).isEqualToIgnoringCase(text.replace("\\ud83d\\ude00", "😀"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"to_uid\":{\"$ne\":1}}|to_uid.$ne",
                "{\"$where\":1}|$where",
                "{\"a\":[{},{\"b\":{\"$x\":1}}]}|a[1].b.$x",
                "{\"a\\u0000\":1}|a?",
                "{\"a\":\"\\ud800\"}|a",
                "{\"a\":\"\\udc00\\ud800\"}|a",
                "{\"a\":{\"\\ud800\":1}}|a.?",
                "{\"a\":1e400}|a",
                "{\"a\":-1e400}|a",
                "{\"a\":[9223372036854775808]}|a[0]",
                "[]|request body",
                "5|request body",
                "null|request body",
                "{\"a\":1|request body",
                "{} {}|request body",
                "{'a':1}|request body",
                "{\"a\":NaN}|request body",
                "{} 5|request body",
                "{} ]|request body",
                "{\"a\":{\"b\":[1,{\"c\":[[0,9223372036854775808]]}]}}|a.b[1].c[0][1]",
                "{\"a\":[[],{},{\"b\":1,\"$x\":2}]}|a[2].$x",
            })
    void parse_harmfulJson_isRefusedByItsPath(String text, String path) {
        assertThatThrownBy(() -> JsonGuard.parse(text)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.PARAM_ERROR);
            assertThat(refusal.getMessage()).startsWith(path + ":");
        });
    }

    @Test
    void parse_thirtyTwoLevels_areTheDeepest() {
        assertThat(JsonGuard.parse(nested(32))).hasSize(1);
        assertThatThrownBy(() -> JsonGuard.parse(nested(33))).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> JsonGuard.parse(nested(200_000))).isInstanceOf(Refusal.class);
    }

    @Test
    void parse_tooDeep_isRefusedByItsPath() {
        assertRefused(nested(33), "a" + "[0]".repeat(31) + ":");
        assertRefused("{\"b\":" + "{\"c\":".repeat(32), "b" + ".c".repeat(31) + ":");
    }

    @Test
    void parse_longKey_isRefusedByItsPath() {
        assertThat(JsonGuard.parse("{\"" + "k".repeat(1_000) + "\":1}")).hasSize(1);
        assertRefused("{\"a\":{\"" + "k".repeat(1_001) + "\":1}}", "a.kkk");
        assertRefused("{\"a\":[{\"" + "k".repeat(500_000) + "\":1}]}", "a[0].kkk");
    }

    @Test
    void parse_manyValues_endAtHundredThousand() {
        // The root and the array are values, too.
        assertThat(JsonGuard.parse("{\"a\":[" + "0,".repeat(99_997) + "0]}").path("a"))
                .hasSize(99_998);
        assertRefused("{\"a\":[" + "0,".repeat(99_998) + "0]}", "request body: more than 100000 values");
        assertRefused("{\"a\":[" + "{},".repeat(100_000) + "0]}", "request body: more than 100000 values");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1", "1."})
    void parse_numberOfManyDigits_isRefusedByItsPath(String start) {
        assertRefused("{\"a\":[0," + start + "0".repeat(5_000) + "]}", "a[1]:");
        assertRefused("{\"a\":[" + start + "0".repeat(5_000) + "]}", "a[0]:");
    }

    @Test
    void parse_byteOrderMark_isIgnoredOnce() {
        assertThat(JsonGuard.parse("\uFEFF{\"a\":\"\uFEFF\"}").toString()).isEqualTo("{\"a\":\"\uFEFF\"}");
        assertThat(JsonGuard.parse("\uFEFF")).isEmpty();
        assertRefused("\uFEFF\uFEFF{}", "request body:");
    }

    private static void assertRefused(String text, String start) {
        assertThatThrownBy(() -> JsonGuard.parse(text)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.PARAM_ERROR);
            assertThat(refusal.getMessage()).startsWith(start);
        });
    }

    private static String nested(int levels) {
        return "{\"a\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
    }

    @Test
    void parse_longPath_isShortenedInTheRefusal() {
        String key = "k".repeat(1_000);
        assertThatThrownBy(() -> JsonGuard.parse("{\"" + key + "\":{\"$a\":1}}"))
                .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.getMessage())
                        .hasSizeLessThan(400));
    }
}
