package io.confab.domain.trigger;

import io.confab.domain.group.Group;
import io.confab.domain.group.GroupSetting;
import io.confab.domain.membership.GroupNews;
import io.confab.domain.push.PushReport;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.bson.BsonTimestamp;

/**
 * A group whose name, introduction, notification, picture, way to join or mute was changed announces it to its members. Confab's
 * own changes, which say that they are announced, and all other fields announce nothing.
 */
@Singleton
class GroupRule implements ChangeRule {
    private static final List<String> OWN_CHANGES = List.of("announced", "pending_changes");

    private final GroupNews news;
    private final Clock clock;

    GroupRule(GroupNews news, Clock clock) {
        this.news = news;
        this.clock = clock;
    }

    @Override
    public String collection() {
        return Group.COLLECTION;
    }

    @Override
    public PushReport apply(Change change) {
        PushReport report = new PushReport.Nothing();
        if (OWN_CHANGES.stream().anyMatch(change::sets)) {
            return report;
        }
        long time = time(change);
        for (String field : GroupSetting.FIELDS) {
            Optional<GroupSetting> setting = change.sets(field) ? setting(change, field, time) : Optional.empty();
            if (setting.isPresent()) {
                report = news.settingChanged(change.id(), setting.get(), time);
            }
        }
        return report;
    }

    /** Of a field that was set as a whole the event's own value counts; of one that was set in part, the document's. */
    private static Optional<GroupSetting> setting(Change change, String field, long time) {
        return change.updated()
                .flatMap(fields -> fields.value(field))
                .or(() -> change.after().flatMap(fields -> fields.value(field)))
                .flatMap(value -> GroupSetting.stored(field, value, time));
    }

    /** Every message moves a group's {@code update_time}: it counts only if it was written with the change. */
    private long time(Change change) {
        return change.updated()
                .map(fields -> fields.number("update_time"))
                .filter(written -> written.isPresent())
                .map(written -> written.getAsLong())
                .or(() -> change.happened().map(BsonTimestamp::getValue))
                .orElseGet(() -> change.time(clock, "update_time"));
    }
}
