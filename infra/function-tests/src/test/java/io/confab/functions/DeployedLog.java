package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.handlers.ConsoleHandler;

/** Keeps what a deployed function writes between open and close: lines of metrics, and lines of the log in the console's form. */
final class DeployedLog extends Handler {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger ROOT = Logger.getLogger("");
    private static final int MOST_BYTES = 400;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final StringBuffer logged = new StringBuffer();
    private final PrintStream before = System.out;
    private Formatter form;

    void open() {
        form = consoles(ROOT.getHandlers()).findFirst().orElseThrow().getFormatter();
        ROOT.addHandler(this);
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private static Stream<Handler> consoles(Handler... handlers) {
        return Arrays.stream(handlers)
                .flatMap(handler -> handler instanceof ConsoleHandler || !(handler instanceof ExtHandler several)
                        ? Stream.of(handler)
                        : consoles(several.getHandlers()))
                .filter(ConsoleHandler.class::isInstance);
    }

    @Override
    public void publish(LogRecord line) {
        logged.append(form.format(ExtLogRecord.wrap(line)));
    }

    void printedByLambda(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        printed.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Everything. */
    String text() {
        return logged + printed.toString(StandardCharsets.UTF_8);
    }

    /** The lines of the log, each of which is an object. */
    List<JsonNode> lines() throws IOException {
        return read(logged.toString());
    }

    /** The lines of metrics. */
    List<JsonNode> metrics() throws IOException {
        List<String> lines = printed.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("{\"_aws\""))
                .toList();
        assertThat(lines).allSatisfy(line -> assertThat(line.getBytes(StandardCharsets.UTF_8))
                .as(line)
                .hasSizeLessThanOrEqualTo(MOST_BYTES));
        return read(String.join("\n", lines));
    }

    private static List<JsonNode> read(String lines) throws IOException {
        List<JsonNode> read = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            read.add(JSON.readTree(line));
        }
        return read;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        System.setOut(before);
        ROOT.removeHandler(this);
    }
}
