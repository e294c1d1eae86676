package io.confab.domain.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The parameters of a request that a back end signed. Whoever writes a number into JSON and into the text that it signs may
 * write it twice differently; so what is signed is the number as it stands in the request, or as ECMAScript writes it, which is
 * what a client of {@code JSON.stringify} does (docs/api/README.md#signed-requests).
 *
 * @param params as JSON
 * @param writtenNumbers of each number its text in the request
 */
public record SignedParams(JsonNode params, Map<String, String> writtenNumbers) {

    /** What may have been signed: keys by code unit, joined {@code k=v}; without objects, arrays and nulls. */
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
