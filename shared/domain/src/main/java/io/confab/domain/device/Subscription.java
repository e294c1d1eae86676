package io.confab.domain.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.ids.Hashes;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A browser's subscription to web push: its push service's URL for it, and the keys with which pushes are encrypted (RFC 8291).
 *
 * @param p256dh the browser's public key, 65 bytes in base64url: a point on the curve P-256
 * @param auth the browser's secret, 16 bytes in base64url
 */
public record Subscription(URI endpoint, String p256dh, String auth) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int POINT_BYTES = 65;
    private static final int COORDINATE_BYTES = 32;
    private static final int AUTH_BYTES = 16;
    private static final byte UNCOMPRESSED = 4;
    private static final BigInteger PRIME =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    private static final BigInteger B =
            new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);

    /** Reads what {@code JSON.stringify} of a browser's PushSubscription gives, or what {@link #text} wrote. */
    public static Optional<Subscription> parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            JsonNode endpoint = json.path("endpoint");
            JsonNode p256dh = json.at("/keys/p256dh");
            JsonNode auth = json.at("/keys/auth");
            boolean isWhole = endpoint.isTextual() && p256dh.isTextual() && auth.isTextual();
            if (!isWhole || !isPoint(p256dh.asText()) || bytes(auth.asText()).length != AUTH_BYTES) {
                return Optional.empty();
            }
            return Optional.of(new Subscription(new URI(endpoint.asText()), p256dh.asText(), auth.asText()));
        } catch (JsonProcessingException | URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isPoint(String base64) {
        byte[] point = bytes(base64);
        if (point.length != POINT_BYTES || point[0] != UNCOMPRESSED) {
            return false;
        }
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + COORDINATE_BYTES));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(point, 1 + COORDINATE_BYTES, POINT_BYTES));
        BigInteger right = x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).add(B);
        return x.compareTo(PRIME) < 0
                && y.compareTo(PRIME) < 0
                && y.pow(2).mod(PRIME).equals(right.mod(PRIME));
    }

    /** No bytes where it is no base64url. */
    private static byte[] bytes(String base64) {
        try {
            return Base64.getUrlDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** The JSON that is stored: without members that nobody needs. */
    public String text() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("endpoint", endpoint.toString());
        json.putObject("keys").put("p256dh", p256dh).put("auth", auth);
        return json.toString();
    }

    /** Identifies the subscription: its URL is unguessable and the service gives it once. */
    String key() {
        return Hashes.sha256(endpoint.toString());
    }
}
