package io.confab.edge.observe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.MongoException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import java.time.Instant;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Writes a line of the log as one JSON object, with the keys of the invocation beside the text. Messages of exceptions of the
 * database and of parsers are left out, because they quote what clients sent; why the database is not reached is said.
 */
final class JsonLines extends ExtFormatter {
    private static final int MAX_FRAMES = 30;
    private static final int MAX_CAUSES = 5;

    private final InvocationKeys keys;

    JsonLines(InvocationKeys keys) {
        this.keys = keys;
    }

    @Override
    public String format(ExtLogRecord line) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("time", Instant.ofEpochMilli(line.getMillis()).toString());
        json.put("level", line.getLevel().getName());
        json.put("logger", line.getLoggerName());
        json.put("message", line.getFormattedMessage());
        keys.known().forEach(json::put);
        if (line.getThrown() != null) {
            json.put("error", trace(line.getThrown()));
        }
        return json + "\n";
    }

    private static String trace(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++, cause = cause.getCause()) {
            text.append(depth == 0 ? "" : "caused by ").append(named(cause)).append('\n');
            StackTraceElement[] frames = cause.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
                text.append("  at ").append(frames[i]).append('\n');
            }
        }
        return text.toString();
    }

    /** Its class, and its message unless that may quote what was sent. */
    static String named(Throwable cause) {
        String name = cause.getClass().getName();
        // What is wrong with the way to the database, its certificate for one, stands in messages that quote nobody.
        boolean isOfTheWay = cause instanceof MongoTimeoutException || cause instanceof MongoSocketException;
        if (cause instanceof MongoException mongo && !isOfTheWay) {
            return name + " " + mongo.getCode();
        }
        boolean mayQuote = name.startsWith("com.fasterxml.")
                || name.startsWith("org.bson.")
                || cause.getCause() != null
                        && cause.toString().contains(cause.getCause().toString());
        return mayQuote || cause.getMessage() == null ? name : name + ": " + cause.getMessage();
    }
}
