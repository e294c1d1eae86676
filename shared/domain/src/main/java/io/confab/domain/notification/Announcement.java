package io.confab.domain.notification;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.ids.RequestIds;
import io.confab.domain.notification.Notifications.Notice;
import io.confab.domain.user.Profile;
import io.confab.domain.user.StoredPeople;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What another user did: a notification with their name and picture (docs/rules.md#pushes). It is about the state of a
 * document at a time, and is sent once for that, however often it is tried.
 *
 * @param subType also the kind of the request id
 * @param unique given if the announcement is a question, with buttons to confirm or cancel; a later one with the same value
 *     replaces this one
 */
public record Announcement(
        String subType, Profile actor, String content, AnnouncedDocument about, Optional<String> unique) {

    /** An announcement of what has happened. */
    public static Announcement of(String subType, Profile actor, String content, AnnouncedDocument about) {
        return new Announcement(subType, actor, content, about, Optional.empty());
    }

    /** The same as a question. */
    public Announcement asking(String uniqueValue) {
        return new Announcement(subType, actor, content, about, Optional.of(uniqueValue));
    }

    Notice notice() {
        String requestId = RequestIds.of(subType, about.documentId(), about.time());
        return new Notice(requestId, actor.nickname(), content, payload(), Map.of(), OptionalLong.of(about.time()));
    }

    /** The payload, as it is stored and pushed. */
    private ObjectNode payload() {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("type", Notifications.TYPE);
        payload.put("subType", subType);
        StoredPeople.putAvatar(payload, actor);
        unique.ifPresent(value -> {
            payload.put("unique", value);
            payload.put("confirmText", "同意");
            payload.put("cancelText", "拒绝");
            payload.put("state", false);
        });
        payload.set("data", about.toJson());
        return payload;
    }
}
