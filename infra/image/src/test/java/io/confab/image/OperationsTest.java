package io.confab.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever is called by an alarm, or asks why a rule is not obeyed, finds an answer. */
class OperationsTest {
    private static final Path ROOT = Path.of("..", "..");

    @Test
    void everyAlarm_hasASection() throws IOException {
        assertThat(found("(?m)^### (\\w+Alarm)$", "docs/operations.md"))
                .hasSizeGreaterThan(5)
                .containsExactlyInAnyOrderElementsOf(
                        found("(?m)^  (\\w+):\\R    Type: AWS::CloudWatch::(?:Composite)?Alarm$", "template.yaml"));
    }

    @Test
    void everyRuleThatIsNotObeyed_hasAReason() throws IOException {
        assertThat(found("(?m)^\\| `(CKV\\w+)` \\|", "docs/security.md"))
                .isNotEmpty()
                .containsExactlyElementsOf(found("(?m)^  - (CKV\\w+)$", "infra/deploy/checkov.yaml"));
    }

    private static List<String> found(String pattern, String file) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(ROOT.resolve(file)))
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
