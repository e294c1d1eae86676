package io.confab.domain.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.json.JsonLength;

/** What the body of each type must contain; all other fields are stored as they were sent (docs/rules.md#messages). */
public final class MessageBody {
    /** A longer body is refused. */
    public static final int MAX_JSON_LENGTH = 50_000;

    private MessageBody() {}

    /**
     * Checks a body.
     *
     * @throws Refusal 400 if the body has another form, 413 if it has more than 50,000 characters of JSON
     */
    public static void check(MessageType type, JsonNode body) {
        switch (type) {
            case TEXT, CODE -> requireText("body", body);
            case IMAGE -> {
                if (!body.isTextual()) {
                    requireText(
                            "body.url",
                            requireObject(body, "a URL or an object").get("url"));
                } else {
                    requireText("body", body);
                }
            }
            case SOUND, VIDEO, FILE -> requireText(
                    "body.url", requireObject(body, "an object").get("url"));
            case LOCATION -> {
                requireNumber("body.latitude", requireObject(body, "an object").get("latitude"));
                requireNumber("body.longitude", body.get("longitude"));
            }
            case RICH_TEXT -> requireArray("body", body);
            case HISTORY -> {
                requireText("body.title", requireObject(body, "an object").get("title"));
                requireArray("body.msgList", body.get("msgList"));
            }
            case USERINFO_CARD -> requireText(
                    "body.user_id", requireObject(body, "an object").get("user_id"));
            case SYSTEM -> {
                if (!body.isTextual()) {
                    requireObject(body, "a string or an object");
                }
            }
        }
        if (JsonLength.characters(body) > MAX_JSON_LENGTH) {
            throw new Refusal(ErrorCode.BODY_TOO_LARGE, "body: over " + MAX_JSON_LENGTH + " characters of JSON");
        }
    }

    private static JsonNode requireObject(JsonNode body, String what) {
        if (!body.isObject()) {
            throw Refusal.badParam("body", "must be " + what);
        }
        return body;
    }

    private static void requireText(String path, JsonNode value) {
        if (value == null || !value.isTextual() || value.textValue().isEmpty()) {
            throw Refusal.badParam(path, "must be a non-empty string");
        }
    }

    private static void requireNumber(String path, JsonNode value) {
        if (value == null || !value.isNumber()) {
            throw Refusal.badParam(path, "must be a number");
        }
    }

    private static void requireArray(String path, JsonNode value) {
        if (value == null || !value.isArray()) {
            throw Refusal.badParam(path, "must be an array");
        }
    }
}
