package io.confab.push.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.text.Cut;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes a push small enough for a channel: without the optional fields of its payload; then with the beginning of a message's
 * text and {@code LongMsg}; then with nothing but the ids with which a client reads the rest. Characters are never cut in two.
 */
public final class PushFit {
    private static final int PREVIEW = 50;
    private static final List<String> KEPT_OF_PAYLOAD =
            List.of("type", "subType", "notificationId", "unique", "data", "device_id");
    private static final List<String> KEPT_OF_MESSAGE = List.of(
            "_id",
            "conversation_id",
            "seq",
            "type",
            "body",
            "from_uid",
            "to_uid",
            "group_id",
            "create_time",
            "LongMsg");
    private static final List<String> IDS = List.of("_id", "conversation_id");

    private PushFit() {}

    /**
     * The largest form that fits; empty if none does.
     *
     * @param push {@code {title,content,payload}}
     * @param written what the channel sends for a form of the push
     */
    public static <T> Optional<T> fit(ObjectNode push, Function<ObjectNode, T> written, Predicate<T> fits) {
        return Stream.<Function<ObjectNode, ObjectNode>>of(
                        Function.identity(), PushFit::withoutOptional, PushFit::shortened, PushFit::ids)
                .map(form -> form.apply(push))
                .map(written)
                .filter(fits)
                .findFirst();
    }

    private static ObjectNode withoutOptional(ObjectNode push) {
        return with(push, payload -> {
            if (!isOurs(payload)) {
                return payload;
            }
            ObjectNode kept = payload.deepCopy();
            kept.retain(KEPT_OF_PAYLOAD);
            if (isMessage(payload) && kept.get("data") instanceof ObjectNode data) {
                data.retain(KEPT_OF_MESSAGE);
            }
            return kept;
        });
    }

    private static ObjectNode shortened(ObjectNode push) {
        ObjectNode small = withoutOptional(push);
        if (isMessage(small.path("payload")) && small.at("/payload/data") instanceof ObjectNode data) {
            JsonNode body = data.path("body");
            data.put(
                    "body",
                    body.isTextual()
                            ? Cut.first(body.asText(), PREVIEW)
                            : push.path("content").asText());
            data.put("LongMsg", true);
        }
        return small;
    }

    private static ObjectNode ids(ObjectNode push) {
        ObjectNode small = withoutOptional(push);
        small.put("title", Cut.first(push.path("title").asText(), PREVIEW));
        small.put("content", Cut.first(push.path("content").asText(), PREVIEW));
        if (small.get("payload") instanceof ObjectNode payload) {
            if (isMessage(payload) && payload.get("data") instanceof ObjectNode data) {
                data.retain(IDS);
            } else if (payload.has("notificationId")) {
                payload.retain("type", "subType", "notificationId");
            }
        }
        return small;
    }

    /** Of other payloads nobody knows what is optional: they are sent whole or not at all. */
    private static boolean isOurs(JsonNode payload) {
        return isMessage(payload) || payload.has("notificationId");
    }

    private static boolean isMessage(JsonNode payload) {
        return payload.at("/data/_id").isTextual()
                && payload.at("/data/conversation_id").isTextual();
    }

    private static ObjectNode with(ObjectNode push, Function<ObjectNode, ObjectNode> payload) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        form.set("title", push.path("title"));
        form.set("content", push.path("content"));
        JsonNode given = push.path("payload");
        form.set("payload", given instanceof ObjectNode object ? payload.apply(object) : given);
        return form;
    }
}
