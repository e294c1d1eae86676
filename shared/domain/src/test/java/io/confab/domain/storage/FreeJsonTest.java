package io.confab.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;

class FreeJsonTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The same cases each time; without it, jqwik draws new ones. */
    private static final String SEED = "1";

    @Property(tries = 500, seed = SEED)
    void toJson_ofToBson_isWhatCame(@ForAll("json") JsonNode json) {
        assertThat(FreeJson.toJson(FreeJson.toBson(json))).hasToString(json.toString());
    }

    @Property(tries = 500, seed = SEED)
    void toBson_keys_areSuchAsEveryMongoDbStores(@ForAll("json") JsonNode json) {
        assertKeys(FreeJson.toBson(json));
    }

    private static void assertKeys(BsonValue value) {
        if (value.isDocument()) {
            value.asDocument().forEach((key, child) -> {
                assertThat(key).isNotEmpty().doesNotContain(".").doesNotStartWith("$");
                assertKeys(child);
            });
        } else if (value.isArray()) {
            value.asArray().forEach(FreeJsonTest::assertKeys);
        }
    }

    @Provide
    Arbitrary<JsonNode> json() {
        return json(3);
    }

    private static Arbitrary<JsonNode> json(int depth) {
        Arbitrary<JsonNode> scalars = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(8).map(JSON::textNode),
                Arbitraries.longs().map(JSON::numberNode),
                Arbitraries.integers().map(JSON::numberNode),
                Arbitraries.doubles().map(JSON::numberNode),
                Arbitraries.of(true, false).map(JSON::booleanNode),
                Arbitraries.just(JSON.nullNode()));
        if (depth == 0) {
            return scalars;
        }
        Arbitrary<JsonNode> arrays = json(depth - 1).list().ofMaxSize(3).map(elements -> JSON.arrayNode()
                .addAll(elements));
        Arbitrary<JsonNode> objects = Arbitraries.maps(keys(), json(depth - 1))
                .ofMaxSize(4)
                .map(fields -> JSON.objectNode().setAll(fields));
        return Arbitraries.oneOf(scalars, arrays, objects);
    }

    /** Above all keys made of what is escaped, and of what escapes look like. */
    private static Arbitrary<String> keys() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars(".%25Ea").ofMaxLength(6),
                Arbitraries.of("", "%", "%%", "%2E", "%25", "%252E", ".", "a.b", "_id", "键", "a$b"));
    }

    @Example
    void toBson_storedNumbers_areInt64AndDouble() {
        ObjectNode json = JSON.objectNode().put("int", 5).put("whole", 5.0);
        BsonDocument bson = FreeJson.toBson(json).asDocument();
        assertThat(bson.get("int").isInt64()).isTrue();
        assertThat(bson.get("whole").isDouble()).isTrue();
    }

    @Example
    void toJson_int32OfAMovedDatabase_isANumber() {
        assertThat(FreeJson.toJson(new BsonInt32(7))).hasToString("7");
    }

    @Example
    void toBson_arrayOfArrays_keepsItsShape() {
        ArrayNode json = JSON.arrayNode();
        json.addArray().addArray();
        assertThat(FreeJson.toJson(FreeJson.toBson(json))).hasToString("[[[]]]");
    }
}
