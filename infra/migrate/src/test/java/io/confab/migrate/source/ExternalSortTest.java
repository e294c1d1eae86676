package io.confab.migrate.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.confab.migrate.origin.Source;
import io.confab.migrate.origin.SourceFile;
import io.confab.migrate.source.ExternalSort.Sorted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExternalSortTest {
    private static final int DOCUMENTS = 500;

    @Test
    void sorted_whenMemoryIsNotEnough_givesAllDocumentsInOrder() throws IOException {
        List<Integer> numbers = shuffled();
        List<String> found = new ArrayList<>();
        try (ExternalSort sort = new ExternalSort(SourceFile.MESSAGES, 10_000)) {
            for (int number : numbers) {
                sort.add(Groups.key("c" + number % 7, Groups.sortable(number)), source(number));
            }

            for (Iterator<Sorted> sorted = sort.sorted(); sorted.hasNext(); ) {
                found.add(sorted.next().source().id());
            }

            assertThat(sort.runs()).isGreaterThan(5);
        }
        List<String> expected = new ArrayList<>();
        for (int group = 0; group < 7; group++) {
            for (int number = group; number < DOCUMENTS; number += 7) {
                expected.add("m" + number);
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void take_byFirstPart_givesItsDocumentsAndNoOthers() throws IOException {
        try (ExternalSort sort = new ExternalSort(SourceFile.MESSAGES)) {
            sort.add(Groups.key("b", "1"), source(1));
            sort.add(Groups.key("bb", "0"), source(2));
            sort.add(Groups.key("a", "9"), source(3));
            Groups groups = new Groups(sort.sorted());

            List<Source> taken = groups.take("a");

            assertThat(taken).extracting(Source::id).containsExactly("m3");
            assertThat(groups.peek()).hasValue("b");
            assertThat(groups.take("aa")).isEmpty();
            assertThat(groups.take("b")).extracting(Source::id).containsExactly("m1");
            assertThat(groups.take("bb")).extracting(Source::id).containsExactly("m2");
            assertThat(groups.peek()).isEmpty();
        }
    }

    private static List<Integer> shuffled() {
        List<Integer> numbers = new ArrayList<>();
        for (int number = 0; number < DOCUMENTS; number++) {
            numbers.add(number);
        }
        Collections.shuffle(numbers, new Random(1));
        return numbers;
    }

    private static Source source(int number) {
        return new Source(
                SourceFile.MESSAGES,
                number,
                JsonNodeFactory.instance.objectNode().put("_id", "m" + number));
    }
}
