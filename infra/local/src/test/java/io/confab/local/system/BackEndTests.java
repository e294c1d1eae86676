package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The program in docs/back-end.md runs against this server, and prints what the document says. */
interface BackEndTests extends UsesConfab {
    @Test
    default void program_ofTheDocument_printsWhatTheDocumentSays() throws IOException, InterruptedException {
        assumeThat(hasPython()).as("python3").isTrue();
        String document = Files.readString(Path.of("..", "..", "docs", "back-end.md"));
        ProcessBuilder python =
                new ProcessBuilder("python3", "-c", fence("python", document)).redirectErrorStream(true);
        python.environment().put("CONFAB_URL", confab().client().url().toString());

        Process run = python.start();
        String printed = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(printed).isEqualTo(fence("text", document));
        assertThat(run.waitFor()).isZero();
    }

    private static String fence(String kind, String document) {
        Matcher fence = Pattern.compile("(?s)```" + kind + "\n(.*?)```").matcher(document);
        assertThat(fence.find()).as(kind).isTrue();
        return fence.group(1);
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
