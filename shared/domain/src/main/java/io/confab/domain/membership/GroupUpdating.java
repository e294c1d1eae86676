package io.confab.domain.membership;

import com.mongodb.client.model.Updates;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupRepository;
import io.confab.domain.group.GroupSettings;
import io.confab.domain.group.JoinOptions;
import io.confab.domain.group.PendingChange;
import io.confab.domain.text.Folding;
import io.confab.domain.user.Caller;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * updateGroup: sets fields of a group and announces each that changed (docs/rules.md#groups).
 *
 * <p>One write stores the fields and their announcements as pending changes. It succeeds only if nothing was changed since the
 * fields were read, so if two admins set the same value at once, it is announced once. {@link GroupChanges} announces; if the
 * process dies before, the next call that reads or changes the group does.
 */
@Singleton
public class GroupUpdating {
    private final GroupRepository groups;
    private final GroupAccess access;
    private final GroupChanges changes;
    private final Clock clock;

    GroupUpdating(GroupRepository groups, GroupAccess access, GroupChanges changes, Clock clock) {
        this.groups = groups;
        this.access = access;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * Sets what is given.
     *
     * @throws io.confab.domain.error.Refusal {@code group-not-found}, {@code not-group-member}, {@code no-permission}
     */
    public void update(Caller caller, String groupId, GroupSettings settings) {
        access.decide(() -> {
            Group group = access.open(groupId, List.of(caller.uid()));
            access.requireManager(group, caller.uid());
            List<Setting> changed = changed(caller, group, settings);
            if (changed.isEmpty()) {
                return Optional.of(true);
            }
            List<PendingChange> notices =
                    changed.stream().map(setting -> notice(caller, setting)).toList();
            List<Bson> updates = new ArrayList<>(List.of(Updates.max("update_time", clock.millis())));
            changed.forEach(setting -> updates.addAll(setting.updates()));
            if (!groups.promise(group, List.of(), notices, updates.toArray(Bson[]::new))) {
                return Optional.empty();
            }
            notices.forEach(notice -> changes.finish(group, notice));
            return Optional.of(true);
        });
    }

    /** A field with its new value, as it is announced and as it is stored. */
    private record Setting(String field, BsonValue value, List<Bson> updates) {
        static Setting of(String field, BsonValue value) {
            return new Setting(field, value, List.of(Updates.set(field, value)));
        }
    }

    private List<Setting> changed(Caller caller, Group group, GroupSettings given) {
        List<Setting> changed = new ArrayList<>();
        given.name().filter(name -> !name.equals(group.name)).ifPresent(name -> changed.add(name(name)));
        given.introduction()
                .filter(text -> !text.equals(Objects.requireNonNullElse(group.introduction, "")))
                .ifPresent(text -> changed.add(Setting.of("introduction", new BsonString(text))));
        given.notification()
                .filter(text -> !text.equals(group.notificationContent()))
                .ifPresent(text -> changed.add(notification(caller, text)));
        given.avatarFile()
                .filter(avatar -> !avatar.isSameAs(group.avatarFile))
                .ifPresent(avatar -> changed.add(Setting.of("avatar_file", avatar.toBson())));
        given.joinOption()
                .filter(option -> !option.equals(JoinOptions.of(group)))
                .ifPresent(option -> changed.add(Setting.of("join_option", new BsonString(option))));
        given.muteAllMembers()
                .filter(mute -> mute != Boolean.TRUE.equals(group.muteAllMembers))
                .ifPresent(mute -> changed.add(Setting.of("mute_all_members", BsonBoolean.valueOf(mute))));
        return changed;
    }

    private static Setting name(String name) {
        return new Setting(
                "name",
                new BsonString(name),
                List.of(Updates.set("name", name), Updates.set(GroupRepository.FOLDED_NAME, Folding.key(name))));
    }

    private Setting notification(Caller caller, String text) {
        BsonValue value =
                new BsonDocument("content", new BsonString(text)).append("create_time", new BsonInt64(clock.millis()));
        return new Setting(
                "notification",
                value,
                List.of(Updates.set("notification", value), Updates.set("notification_uid", caller.uid())));
    }

    private PendingChange notice(Caller caller, Setting setting) {
        PendingChange notice = access.change(caller, PendingChange.Kind.NOTICE, List.of());
        notice.action = "update-group-info-" + setting.field();
        notice.body = new SystemBody.SettingChanged(setting.field(), setting.value()).toBson();
        return notice;
    }
}
