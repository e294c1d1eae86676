package io.confab.domain.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * A client's own JSON (message bodies, payloads) as BSON and back, unchanged.
 *
 * <p>Keys with a dot or empty keys are escaped ({@code %2E}, {@code %}), because not every MongoDB stores them; keys starting
 * with {@code $} never get here (docs/api/README.md#calling-a-method). Integers are kept as int64, other numbers as doubles.
 */
public final class FreeJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private FreeJson() {}

    public static BsonValue toBson(JsonNode json) {
        return switch (json.getNodeType()) {
            case OBJECT -> {
                BsonDocument document = new BsonDocument();
                json.properties().forEach(field -> document.put(escape(field.getKey()), toBson(field.getValue())));
                yield document;
            }
            case ARRAY -> {
                BsonArray array = new BsonArray();
                json.forEach(element -> array.add(toBson(element)));
                yield array;
            }
            case STRING -> new BsonString(json.textValue());
            case BOOLEAN -> BsonBoolean.valueOf(json.booleanValue());
            case NUMBER -> json.isIntegralNumber()
                    ? new BsonInt64(json.longValue())
                    : new BsonDouble(json.doubleValue());
            case NULL -> BsonNull.VALUE;
            default -> throw new IllegalArgumentException("not JSON: " + json.getNodeType());
        };
    }

    /** The stored value as JSON. A value that JSON cannot express becomes null, so that it does not make a read fail. */
    public static JsonNode toJson(BsonValue bson) {
        return switch (bson.getBsonType()) {
            case DOCUMENT -> {
                ObjectNode object = JSON.objectNode();
                bson.asDocument().forEach((key, value) -> object.set(unescape(key), toJson(value)));
                yield object;
            }
            case ARRAY -> {
                ArrayNode array = JSON.arrayNode();
                bson.asArray().forEach(element -> array.add(toJson(element)));
                yield array;
            }
            case STRING -> JSON.textNode(bson.asString().getValue());
            case BOOLEAN -> JSON.booleanNode(bson.asBoolean().getValue());
            case INT32 -> JSON.numberNode(bson.asInt32().getValue());
            case INT64 -> JSON.numberNode(bson.asInt64().getValue());
            case DOUBLE -> JSON.numberNode(bson.asDouble().getValue());
            case NULL -> JSON.nullNode();
            case OBJECT_ID -> JSON.textNode(bson.asObjectId().getValue().toHexString());
            case DATE_TIME -> JSON.numberNode(bson.asDateTime().getValue());
            default -> JSON.nullNode();
        };
    }

    private static String escape(String key) {
        return key.isEmpty() ? "%" : key.replace("%", "%25").replace(".", "%2E");
    }

    private static String unescape(String key) {
        return key.equals("%") ? "" : key.replace("%2E", ".").replace("%25", "%");
    }
}
