package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.confab.api.MethodReference.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the calls of the reference: names are replaced by users, {@code ${name}} by values from earlier calls. */
final class Script {
    /** Calls of this name are signed as a back end's. */
    private static final String BACK_END = "backend";

    /** Calls of this name have no token. */
    private static final String ANYBODY = "anybody";

    private static final String ANY = "<any>";

    private final Client client;
    private final Map<String, Account> people = new HashMap<>();
    private final Map<String, String> kept = new HashMap<>();

    Script(Client client) {
        this.client = client;
    }

    /** The user with this name in the script, whose uid also replaces {@code ${name}}. */
    Script person(String name, Account account) {
        people.put(name, account);
        return keep(name, account.uid());
    }

    Script keep(String name, String value) {
        kept.put(name, value);
        return this;
    }

    Account person(String name) {
        return people.get(name);
    }

    Script run(List<Step> steps) {
        for (Step step : steps) {
            Reply reply = call(step.as(), step.call(), step.params());
            assertThat(reply.outcome()).as("%s: %s", step, reply.body()).isEqualTo("200 0");
            step.keep().forEach((name, path) -> {
                JsonNode value = reply.body().at("/" + path.replace('.', '/'));
                assertThat(value.isMissingNode())
                        .as("%s in %s", path, reply.body())
                        .isFalse();
                keep(name, value.asText());
            });
        }
        return this;
    }

    Reply call(String as, String method, JsonNode params) {
        JsonNode given = given(params);
        if (as.equals(ANYBODY)) {
            return client.callBare(method, Map.of());
        }
        return as.equals(BACK_END)
                ? client.callSigned(method, (ObjectNode) given)
                : client.post(people.get(as), method, given.toString());
    }

    private JsonNode given(JsonNode node) {
        if (node.isTextual()) {
            return TextNode.valueOf(given(node.textValue()));
        }
        JsonNode copy = node.deepCopy();
        if (copy instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(given(field.getValue())));
        } else if (copy instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, given(array.get(i)));
            }
        }
        return copy;
    }

    private String given(String text) {
        if (people.containsKey(text)) {
            return people.get(text).uid();
        }
        String filled = text;
        for (Map.Entry<String, String> value : kept.entrySet()) {
            filled = filled.replace("${" + value.getKey() + "}", value.getValue());
        }
        return filled;
    }

    /** Checks that the body of a reply is the one in the reference; users have the names of the script in it. */
    void assertAnswered(Reply reply, JsonNode expected) {
        String text = reply.body().toString();
        for (Map.Entry<String, Account> person : people.entrySet()) {
            text = text.replace(person.getValue().uid(), person.getKey())
                    .replace(person.getValue().nickname(), person.getKey());
        }
        for (Map.Entry<String, String> value : kept.entrySet()) {
            text = text.replace(value.getValue(), "${" + value.getKey() + "}");
        }
        JsonNode body = parse(text);
        assertThat(masked(body, expected)).isEqualTo(expected);
    }

    /** The value, with {@code <any>} in each place where the expected one has it and the value is not null. */
    private static JsonNode masked(JsonNode value, JsonNode expected) {
        if (ANY.equals(expected.textValue())) {
            return value.isNull() ? value : expected;
        }
        JsonNode copy = value.deepCopy();
        if (copy instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                if (expected.has(field.getKey())) {
                    field.setValue(masked(field.getValue(), expected.get(field.getKey())));
                }
            });
        } else if (copy instanceof ArrayNode array) {
            for (int i = 0; i < array.size() && i < expected.size(); i++) {
                array.set(i, masked(array.get(i), expected.get(i)));
            }
        }
        return copy;
    }

    private static JsonNode parse(String json) {
        try {
            return Client.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
