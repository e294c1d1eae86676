package io.confab.domain.membership;

import io.confab.domain.group.Group;
import io.confab.domain.group.GroupRepository;
import io.confab.domain.group.GroupSettings;
import io.confab.domain.group.JoinOptions;
import io.confab.domain.group.PendingChange;
import io.confab.domain.user.Caller;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bson.BsonBoolean;
import org.bson.BsonString;
import org.bson.BsonValue;

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
            GroupSettings changed = changed(group, settings);
            long now = clock.millis();
            List<PendingChange> notices = notices(caller, changed, now);
            if (notices.isEmpty()) {
                return Optional.of(true);
            }
            if (!groups.promiseSettings(group, notices, changed, caller.uid(), now)) {
                return Optional.empty();
            }
            notices.forEach(notice -> changes.finish(group, notice));
            return Optional.of(true);
        });
    }

    /** The given settings that differ from the group's. */
    private static GroupSettings changed(Group group, GroupSettings given) {
        return new GroupSettings(
                given.name().filter(name -> !name.equals(group.name)),
                given.introduction().filter(text -> !text.equals(Objects.requireNonNullElse(group.introduction, ""))),
                given.notification().filter(text -> !text.equals(group.notificationContent())),
                given.avatarFile().filter(avatar -> !avatar.isSameAs(group.avatarFile)),
                given.joinOption().filter(option -> !option.equals(JoinOptions.of(group))),
                given.muteAllMembers().filter(mute -> mute != Boolean.TRUE.equals(group.muteAllMembers)));
    }

    private List<PendingChange> notices(Caller caller, GroupSettings changed, long now) {
        List<PendingChange> notices = new ArrayList<>();
        changed.name().ifPresent(name -> notices.add(notice(caller, "name", new BsonString(name))));
        changed.introduction().ifPresent(text -> notices.add(notice(caller, "introduction", new BsonString(text))));
        changed.notification()
                .map(text -> Group.notification(text, now))
                .ifPresent(notification -> notices.add(notice(caller, "notification", notification)));
        changed.avatarFile().ifPresent(avatar -> notices.add(notice(caller, "avatar_file", avatar.toBson())));
        changed.joinOption().ifPresent(option -> notices.add(notice(caller, "join_option", new BsonString(option))));
        changed.muteAllMembers()
                .ifPresent(mute -> notices.add(notice(caller, "mute_all_members", BsonBoolean.valueOf(mute))));
        return notices;
    }

    private PendingChange notice(Caller caller, String field, BsonValue value) {
        PendingChange notice = access.change(caller, PendingChange.Kind.NOTICE, List.of());
        notice.action = "update-group-info-" + field;
        notice.body = new SystemBody.SettingChanged(field, value).toBson();
        return notice;
    }
}
