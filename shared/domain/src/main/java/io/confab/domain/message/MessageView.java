package io.confab.domain.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.json.JsonLength;

/** To be replaced by {@link JsonLength}. */
public final class MessageView {
    private MessageView() {}

    public static int jsonLength(JsonNode json) {
        return JsonLength.characters(json);
    }
}
