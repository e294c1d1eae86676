package io.confab.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Requests that were signed, and numbers that were written, by Python and Node: see {@code make.py} and {@code make.js}. */
public final class SignatureVectors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SignatureVectors() {}

    /** A signed request. */
    public record Vector(
            String method,
            String secret,
            String nonce,
            String timestamp,
            String body,
            String signature,
            String signatureV2) {

        /** What both versions send. */
        public Map<String, String> commonHeaders() {
            return Map.of("uni-id-nonce", nonce, "uni-id-timestamp", timestamp);
        }
    }

    public static Stream<Vector> requests() {
        return Stream.of(read("python.json"), read("node.json").path("requests"))
                .flatMap(vectors -> StreamSupport.stream(vectors.spliterator(), false))
                .map(vector -> JSON.convertValue(vector, Vector.class));
    }

    /** By many digits of each, how ECMAScript writes it. */
    public static Map<String, String> numbers() {
        Map<String, String> numbers = new TreeMap<>();
        read("node.json")
                .path("numbers")
                .properties()
                .forEach(
                        number -> numbers.put(number.getKey(), number.getValue().textValue()));
        return numbers;
    }

    private static JsonNode read(String name) {
        try (InputStream file = SignatureVectors.class.getResourceAsStream("/signatures/" + name)) {
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
