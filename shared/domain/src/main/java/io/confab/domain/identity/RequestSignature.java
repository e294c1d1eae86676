package io.confab.domain.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signature of a back end's request (contract section 5, Signature headers). */
final class RequestSignature {
    private static final String ALGORITHM = "HmacSHA256";

    private RequestSignature() {}

    /** Upper-case hex. Values that are objects, arrays or null are left out; keys are sorted by code unit. */
    static String of(String secret, String nonce, String timestamp, JsonNode params) {
        Map<String, String> sorted = new TreeMap<>();
        params.properties().forEach(field -> {
            if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                sorted.put(field.getKey(), text(field.getValue()));
            }
        });
        String joined = sorted.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("&"));
        return hmac(secret + nonce, timestamp + joined);
    }

    /** Compares without telling by its time how much was right. */
    static boolean matches(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue();
        }
        boolean wholeDouble = value.isDouble()
                && value.doubleValue() == Math.rint(value.doubleValue())
                && Math.abs(value.doubleValue()) < 1e15;
        return wholeDouble ? Long.toString(value.longValue()) : value.asText();
    }

    private static String hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().withUpperCase().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
