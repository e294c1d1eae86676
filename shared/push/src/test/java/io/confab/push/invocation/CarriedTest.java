package io.confab.push.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CarriedTest {
    @Test
    void count_shortNames_isBoundedByNumberAlone() {
        List<String> cids = IntStream.range(0, 5_000).mapToObj(i -> "cid-" + i).toList();

        assertThat(Carried.count(cids, 4_000)).isEqualTo(4_000);
        assertThat(Carried.count(cids.subList(0, 3), 4_000)).isEqualTo(3);
        assertThat(Carried.count(List.of(), 4_000)).isZero();
    }

    @Test
    void parts_longestNames_fitAnInvocationEach_andNoneIsLost() {
        for (String character : List.of("漢", "\u0001", "\"", "x")) {
            List<String> cids = Collections.nCopies(1_000, character.repeat(256));

            List<List<String>> parts = Carried.parts(cids, Function.identity(), 500);

            assertThat(parts.stream().mapToInt(List::size).sum()).isEqualTo(1_000);
            assertThat(parts).allSatisfy(part -> assertThat(json(part)).hasSizeLessThan(130_000));
        }
    }

    private static byte[] json(List<String> part) {
        StringBuilder json = new StringBuilder();
        part.forEach(cid -> json.append('"')
                .append(cid.replace("\"", "\\\"").replace("\u0001", "\\u0001"))
                .append("\","));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
