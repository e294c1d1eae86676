package io.confab.domain.membership;

import io.confab.domain.group.Group;
import io.confab.domain.group.GroupRepository;
import io.confab.domain.group.GroupSetting;
import io.confab.domain.group.GroupSettings;
import io.confab.domain.group.JoinOptions;
import io.confab.domain.group.PendingChange;
import io.confab.domain.user.Caller;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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
        return GroupSetting.of(changed, now).stream()
                .map(setting -> notice(caller, setting))
                .toList();
    }

    private PendingChange notice(Caller caller, GroupSetting setting) {
        PendingChange notice = access.change(caller, PendingChange.Kind.NOTICE, List.of());
        notice.action = setting.action();
        notice.body = new SystemBody.SettingChanged(setting.field(), setting.value()).toBson();
        return notice;
    }
}
