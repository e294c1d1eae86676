package io.confab.edge.url;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * How the numbers among a call's parameters are written in its text, which a JSON tree does not keep: {@code 1e3}, {@code
 * 1.50}.
 */
final class WrittenNumbers {
    private final JsonParser parser;
    private final Map<String, String> numbers = new HashMap<>();

    private WrittenNumbers(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * The texts by the parameters' names; if a name occurs twice, the last one, as in the tree.
     *
     * @param body accepted by {@link JsonGuard}
     */
    static Map<String, String> read(String body, boolean uniCloudForm) {
        try (JsonParser parser = JsonGuard.JSON.createParser(JsonGuard.withoutByteOrderMark(body))) {
            WrittenNumbers written = new WrittenNumbers(parser);
            parser.nextToken();
            if (uniCloudForm) {
                written.readEnvelope();
            } else {
                written.readObject();
            }
            return written.numbers;
        } catch (IOException e) {
            throw new UncheckedIOException("the body has been parsed before", e);
        }
    }

    private void readEnvelope() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isParams = parser.currentName().equals("params");
            JsonToken value = parser.nextToken();
            if (isParams) {
                numbers.clear();
            }
            if (isParams && value == JsonToken.START_ARRAY) {
                readFirst();
            } else if (isParams && value == JsonToken.START_OBJECT) {
                readObject();
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readFirst() throws IOException {
        if (parser.nextToken() == JsonToken.START_OBJECT) {
            readObject();
            parser.nextToken();
        }
        while (parser.currentToken() != JsonToken.END_ARRAY) {
            parser.skipChildren();
            parser.nextToken();
        }
    }

    private void readObject() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken().isNumeric()) {
                numbers.put(name, parser.getText());
            } else {
                numbers.remove(name);
                parser.skipChildren();
            }
        }
    }
}
