package io.confab.bench.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs a server-to-server request (docs/rules.md#accounts). */
public final class RequestSignature {
    private static final String ALGORITHM = "HmacSHA256";

    private RequestSignature() {}

    public static String of(String secret, String nonce, long timestampMillis, ObjectNode params) {
        TreeMap<String, String> signed = new TreeMap<>();
        params.properties().forEach(param -> {
            JsonNode value = param.getValue();
            if (value.isValueNode() && !value.isNull()) {
                signed.put(param.getKey(), value.asText());
            }
        });
        String joined = signed.entrySet().stream()
                .map(param -> param.getKey() + "=" + param.getValue())
                .collect(Collectors.joining("&"));
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec((secret + nonce).getBytes(UTF_8), ALGORITHM));
            return HexFormat.of().withUpperCase().formatHex(mac.doFinal((timestampMillis + joined).getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no " + ALGORITHM, e);
        }
    }
}
