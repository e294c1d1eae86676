package io.confab.domain.tally;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricTest {
    /** Each pair of a name and a dimension costs $0.30 a month in every stack; there is one dimension. */
    private static final int MOST_PAIRS = 60;

    private static List<String> titles() {
        return Arrays.stream(Metric.values()).map(Metric::title).toList();
    }

    @Test
    void all_areFewAndDistinct() {
        assertThat(titles()).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(MOST_PAIRS);
    }

    @Test
    void of_everyErrorCode_isACounterOfErrors() {
        assertThat(ErrorCode.values())
                .allSatisfy(code -> assertThat(Metric.of(code).title())
                        .isIn("errors." + code.code(), "errors." + code.httpStatus()));
    }

    @Test
    void all_areDescribed() throws IOException {
        String text = Files.readString(Path.of("..", "..", "docs", "operations.md"));
        String table = text.substring(text.indexOf("\n## Metrics\n"), text.indexOf("\n### Looking into the log\n"));

        assertThat(Pattern.compile("(?m)^\\| (`[^|]*`) \\|")
                        .matcher(table)
                        .results()
                        .map(MatchResult::group)
                        .flatMap(
                                row -> Pattern.compile("`([^`]+)`").matcher(row).results())
                        .map(name -> name.group(1)))
                .containsExactlyInAnyOrderElementsOf(titles());
    }
}
