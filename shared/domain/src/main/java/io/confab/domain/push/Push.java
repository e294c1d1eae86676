package io.confab.domain.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.text.Lines;
import java.nio.charset.StandardCharsets;

/** The content of a push: two lines to show, without line breaks, and a payload for the app. */
public record Push(String title, String content, JsonNode payload) {

    public Push {
        title = Lines.joined(title);
        content = Lines.joined(content);
    }

    /** A control push: nothing to show (docs/rules.md#pushes). */
    public static Push control(String type, ObjectNode data) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("type", type);
        payload.set("data", data);
        return new Push("", "", payload);
    }

    /** Its length when it is sent (UTF-8). */
    public int jsonBytes() {
        return toJson().toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** {@code {title,content,payload}}. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("title", title);
        json.put("content", content);
        json.set("payload", payload);
        return json;
    }
}
