package io.confab.domain.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ParamsTest {
    private static Params params(String json) {
        try {
            return new Params((ObjectNode) new ObjectMapper().readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void assertRefused(ThrowingCallable read, String field) {
        assertThatThrownBy(read).isInstanceOf(Refusal.class).hasMessageStartingWith(field + ":");
    }

    @Test
    void null_isAbsent() {
        Params params = params("{\"a\":null}");
        assertThat(params.string("a")).isEmpty();
        assertThat(params.bool("a")).isEmpty();
        assertThat(params.integer("a", 0, 9)).isEmpty();
        assertThat(params.object("a")).isEmpty();
        assertThat(params.strings("a", 9)).isEmpty();
        assertThat(params.has("a")).isFalse();
        assertRefused(() -> params.requiredId("a"), "a");
        assertRefused(() -> params.requiredAny("a"), "a");
    }

    @Test
    void otherTypes_areNotCoerced() {
        Params params = params("{\"n\":123,\"s\":\"20\",\"b\":\"true\",\"o\":[],\"a\":[\"x\",1],\"z\":0}");
        assertRefused(() -> params.string("n"), "n");
        assertRefused(() -> params.integer("s", 0, 99), "s");
        assertRefused(() -> params.bool("b"), "b");
        assertRefused(() -> params.bool("z"), "z");
        assertRefused(() -> params.object("o"), "o");
        assertRefused(() -> params.strings("s", 9), "s");
        assertRefused(() -> params.strings("a", 9), "a[1]");
    }

    @Test
    void integer_wholeDouble_isAnInteger() {
        assertThat(params("{\"n\":1.0}").integer("n", 0, 9)).hasValue(1);
        assertThat(params("{\"n\":1e2}").integer("n", 0, 100)).hasValue(100);
        assertRefused(() -> params("{\"n\":1.5}").integer("n", 0, 9), "n");
    }

    @Test
    void integer_outOfBounds_isRefused() {
        assertThat(params("{\"n\":9}").integer("n", 0, 9)).hasValue(9);
        assertRefused(() -> params("{\"n\":10}").integer("n", 0, 9), "n");
        assertRefused(() -> params("{\"n\":-1}").integer("n", 0, 9), "n");
        assertRefused(() -> params("{\"n\":1e300}").integer("n", 0, Long.MAX_VALUE), "n");
        assertRefused(() -> params("{\"n\":9.3e18}").integer("n", 0, Long.MAX_VALUE), "n");
    }

    @Test
    void lengthsAndSizes_areBounded() {
        assertThat(params("{\"s\":\"abc\"}").string("s", 1, 3)).hasValue("abc");
        assertRefused(() -> params("{\"s\":\"abcd\"}").string("s", 1, 3), "s");
        assertRefused(() -> params("{\"s\":\"\"}").string("s", 1, 3), "s");
        assertThat(params("{\"a\":[\"x\",\"y\"]}").strings("a", 2)).containsExactly("x", "y");
        assertRefused(() -> params("{\"a\":[\"x\",\"y\"]}").strings("a", 1), "a");
    }

    @Test
    void strings_withoutABoundOfTheirOwn_haveAtMostAThousandCharacters() {
        String good = "x".repeat(1_000);
        String bad = "x".repeat(1_001);
        assertThat(params("{\"s\":\"" + good + "\"}").string("s")).hasValue(good);
        assertRefused(() -> params("{\"s\":\"" + bad + "\"}").string("s"), "s");
        assertRefused(() -> params("{\"s\":\"" + bad + "\"}").id("s"), "s");
        assertRefused(() -> params("{\"s\":\"" + bad + "\"}").stringOrStrings("s", 9), "s");
        assertRefused(() -> params("{\"s\":[\"a\",\"" + bad + "\"]}").strings("s", 9), "s[1]");
        assertRefused(
                () -> params("{\"o\":{\"s\":\"" + bad + "\"}}")
                        .object("o")
                        .orElseThrow()
                        .string("s"),
                "o.s");
        assertThat(params("{\"cursor\":\"" + "c".repeat(2_048) + "\"}").cursor())
                .isPresent();
        assertRefused(() -> params("{\"cursor\":\"" + "c".repeat(2_049) + "\"}").cursor(), "cursor");
        assertThat(params("{\"s\":\"" + bad + "\"}").text("s")).hasValue(bad);
    }

    @Test
    void name_isCleanedBeforeItIsMeasured() {
        Params params =
                params("{\"n\":\"\\u202Ea\\nb\\u0000c\\u200F\",\"blank\":\"\\u3164 \\u200B\",\"long\":\"abcd\"}");
        assertThat(params.name("n", 3)).hasValue("abc");
        assertThat(params.name("blank", 3)).hasValue("");
        assertThat(params.name("none", 3)).isEmpty();
        assertRefused(() -> params.name("long", 3), "long");
    }

    @Test
    void keyword_blanksAroundIt_doNotCount() {
        assertThat(params("{\"keyword\":\"\\u3000 a b\\u00A0\"}").keyword(1, 3)).isEqualTo("a b");
        assertRefused(() -> params("{\"keyword\":\"\\u3000 \"}").keyword(1, 3), "keyword");
        assertRefused(() -> params("{}").keyword(1, 3), "keyword");
    }

    @Test
    void id_empty_isAbsent() {
        assertThat(params("{\"s\":\"\"}").id("s")).isEmpty();
        assertRefused(() -> params("{\"s\":\"\"}").requiredId("s"), "s");
    }

    @Test
    void object_nested_namesItsPath() {
        Params inner = params("{\"o\":{\"p\":{\"n\":\"x\"}}}")
                .object("o")
                .orElseThrow()
                .object("p")
                .orElseThrow();
        assertRefused(() -> inner.integer("n", 0, 9), "o.p.n");
        assertRefused(() -> inner.requiredId("m"), "o.p.m");
    }
}
