package io.confab.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a request as a back end that keeps its own accounts would (docs/rules.md#accounts). Shares no code with the product.
 */
public final class SignedRequest {
    private SignedRequest() {}

    /** The headers of a call now, with a nonce never used before. */
    public static Map<String, String> headers(JsonNode params) {
        String nonce = UUID.randomUUID().toString().replace("-", "");
        return headers(params, nonce, System.currentTimeMillis(), TestSettings.REQUEST_AUTH_SECRET);
    }

    public static Map<String, String> headers(JsonNode params, String nonce, long timestamp, String secret) {
        return Map.of(
                "uni-id-nonce", nonce,
                "uni-id-timestamp", String.valueOf(timestamp),
                "uni-id-signature", signature(params, nonce, timestamp, secret));
    }

    private static String signature(JsonNode params, String nonce, long timestamp, String secret) {
        // String's natural order is that of its UTF-16 code units.
        Map<String, String> scalars = new TreeMap<>();
        params.properties().forEach(field -> {
            if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                scalars.put(field.getKey(), field.getValue().asText());
            }
        });
        String joined = scalars.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("&"));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec((secret + nonce).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal((timestamp + joined).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().withUpperCase().formatHex(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
