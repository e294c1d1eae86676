package io.confab.domain.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.ids.Hashes;
import io.confab.domain.storage.FreeJson;
import io.confab.domain.text.Lines;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Stores notifications before they are pushed (docs/api/README.md#sendpushmsg). Running twice for one request stores them once:
 * their keys are derived from request and user, or from the thing they are about.
 */
@Singleton
public class Notifications {
    /** The payload type that is stored. */
    public static final String TYPE = "uni-im-notification";

    private static final int ID_LENGTH = 24;

    private final NotificationRepository notifications;
    private final Clock clock;

    Notifications(NotificationRepository notifications, Clock clock) {
        this.notifications = notifications;
        this.clock = clock;
    }

    /**
     * Notifications of users.
     *
     * @param requestId identifies the request: the same one stores the same notification
     * @param payload {@code {type,subType,unique?,data,…}}: that of an {@link Announcement}, or free JSON of a back end
     * @param extras {@code sound}, {@code open_url}, {@code path}, if given
     * @param aboutTime since when a document has the state that this is about: it is stored unless the same or a later state
     *     has been told; absent to store it in any case
     */
    public record Notice(
            String requestId,
            String title,
            String content,
            ObjectNode payload,
            Map<String, String> extras,
            OptionalLong aboutTime) {

        public Notice {
            title = Lines.joined(title);
            content = Lines.joined(content);
        }
    }

    /** Stores the notice for each user; returns the notifications' ids by user. */
    public Map<String, String> store(Collection<String> uids, Notice notice) {
        Map<String, String> ids = new HashMap<>();
        Map<String, String> uidByKey = new HashMap<>();
        List<Notification> stored =
                uids.stream().distinct().map(uid -> notification(uid, notice)).toList();
        for (Notification notification : stored) {
            ids.put(notification.userId, notification.id);
            uidByKey.put(notification.uniqueKey, notification.userId);
        }
        if (stored.isEmpty()) {
            return ids;
        }
        notifications.putAll(stored);
        if (notice.payload().hasNonNull("unique")) {
            notifications.findIds(List.copyOf(uidByKey.keySet())).forEach((key, id) -> ids.put(uidByKey.get(key), id));
        }
        return ids;
    }

    private Notification notification(String uid, Notice notice) {
        Notification notification = new Notification();
        notification.id = Hashes.md5(notice.requestId() + "," + uid).substring(0, ID_LENGTH);
        JsonNode unique = notice.payload().path("unique");
        notification.uniqueKey = unique.isTextual()
                ? uid + "#" + notice.payload().path("subType").asText() + "#" + unique.textValue()
                : notification.id;
        notification.userId = uid;
        notification.title = notice.title();
        notification.content = notice.content();
        notification.payload = FreeJson.toBson(notice.payload());
        notification.sound = notice.extras().get("sound");
        notification.openUrl = notice.extras().get("open_url");
        notification.path = notice.extras().get("path");
        notice.aboutTime().ifPresent(time -> notification.aboutTime = time);
        notification.createTime = clock.millis();
        return notification;
    }
}
