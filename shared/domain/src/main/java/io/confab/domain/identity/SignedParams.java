package io.confab.domain.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The parameters of a request that a back end signed. A back end may write a number differently in the JSON and in the text
 * that it signs. So a signature is accepted over the number as it is written in the request, or as ECMAScript writes it, which
 * is what {@code JSON.stringify} does (docs/api/README.md#signed-requests).
 *
 * @param params as JSON
 * @param writtenNumbers for each number, its text in the request
 */
public record SignedParams(JsonNode params, Map<String, String> writtenNumbers) {

    /**
     * The texts that may have been signed: {@code key=value} pairs, sorted by the code units of the keys and joined, without
     * objects, arrays and nulls.
     */
    List<String> joined() {
        String asWritten = joined(writtenNumbers::get);
        String byEcmaScript =
                joined(name -> EcmaScriptNumber.text(params.get(name).doubleValue()));
        return asWritten.equals(byEcmaScript) ? List.of(asWritten) : List.of(asWritten, byEcmaScript);
    }

    private String joined(Function<String, String> number) {
        Map<String, String> sorted = new TreeMap<>();
        params.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isNumber()) {
                sorted.put(field.getKey(), number.apply(field.getKey()));
            } else if (value.isValueNode() && !value.isNull()) {
                sorted.put(field.getKey(), value.asText());
            }
        });
        return sorted.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("&"));
    }
}
