package io.confab.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** The list's tests run the expression on both databases. */
class OneOfManyTest {
    @Test
    void expression_ofAnyNumberOfValues_isTrueForTheseOnly() {
        for (int count : new int[] {0, 1, 31, 32, 33, 64, 65, 500}) {
            List<String> values = IntStream.range(0, count)
                    .mapToObj(i -> "single_" + i * 7 + "#" + i)
                    .toList();

            Document expression = OneOfMany.expression("seq_key", values);

            assertThat(values).allMatch(value -> isTrue(expression, value));
            assertThat(List.of("", "single_", "single_1#0", "zzz", "#")).noneMatch(value -> isTrue(expression, value));
        }
    }

    private static boolean isTrue(Document expression, String value) {
        if (expression.containsKey("$in")) {
            return literal(expression.getList("$in", Object.class).get(1), List.class)
                    .contains(value);
        }
        List<Object> parts = expression.getList("$cond", Object.class);
        List<Object> compared = ((Document) parts.get(0)).getList("$lt", Object.class);
        boolean isLess = value.compareTo(literal(compared.get(1), String.class)) < 0;
        return isTrue((Document) parts.get(isLess ? 1 : 2), value);
    }

    private static <T> T literal(Object expression, Class<T> type) {
        return ((Document) expression).get("$literal", type);
    }
}
