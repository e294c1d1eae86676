package io.confab.edge.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.MongoException;
import com.mongodb.MongoTimeoutException;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    private final ObjectMapper json = new ObjectMapper();
    private final InvocationKeys keys = new InvocationKeys();
    private final JsonLines lines = new JsonLines(keys);

    private static ExtLogRecord line(String text) {
        ExtLogRecord line = new ExtLogRecord(Level.WARN, text, "io.confab.Any");
        line.setLoggerName("io.confab.Any");
        return line;
    }

    @Test
    void format_aText_isOneLine() throws JsonProcessingException {
        keys.put(InvocationKeys.METHOD, "sendMsg");
        keys.put(InvocationKeys.REQUEST, "");

        String text = lines.format(line("first\n{\"level\":\"ERROR\"}"));

        assertThat(text).endsWith("}\n").doesNotContain("requestId");
        assertThat(text.strip()).doesNotContain("\n");
        JsonNode read = json.readTree(text);
        assertThat(read.path("message").asText()).isEqualTo("first\n{\"level\":\"ERROR\"}");
        assertThat(read.path("level").asText()).isEqualTo("WARN");
        assertThat(read.path("method").asText()).isEqualTo("sendMsg");
    }

    @Test
    void format_anErrorOfTheDatabase_doesNotQuoteWhatWasStored() {
        ExtLogRecord line = line("a method failed");
        MongoException refused = new MongoException(11000, "dup key: { mobile: \"13800138000\" }");
        line.setThrown(new IllegalStateException(refused));

        assertThat(lines.format(line))
                .contains("java.lang.IllegalStateException", "com.mongodb.MongoException 11000")
                .doesNotContain("13800138000");
    }

    @Test
    void format_aDatabaseThatIsNotReached_saysWhy() {
        ExtLogRecord line = line("a method failed");
        line.setThrown(new MongoTimeoutException("Timed out: unable to find valid certification path"));

        assertThat(lines.format(line)).contains("unable to find valid certification path");
    }

    @Test
    void format_anErrorOfOurs_keepsItsMessage() {
        ExtLogRecord line = line("a method failed");
        line.setThrown(new IllegalStateException("no number to be had in conversation single_1"));

        assertThat(lines.format(line)).contains("no number to be had in conversation single_1");
    }
}
