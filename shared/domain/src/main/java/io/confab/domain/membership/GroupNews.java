package io.confab.domain.membership;

import io.confab.domain.device.DeviceRepository;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupJoinRequest;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.group.GroupRepository;
import io.confab.domain.group.GroupSetting;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.ids.RequestIds;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageType;
import io.confab.domain.message.NameSpace;
import io.confab.domain.notification.Announcement;
import io.confab.domain.notification.Announcements;
import io.confab.domain.push.PushReport;
import io.confab.domain.send.MessageSending;
import io.confab.domain.user.Profile;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Tells users about requests to join and changed groups, whoever stored them (docs/triggers.md). Request ids are those of
 * the methods, so what a method has told is not told again, and a repeat tells nobody.
 */
@Singleton
public class GroupNews {
    /** Maximum number of a group's creator and admins who are notified of a request. */
    private static final int MAX_NOTIFIED = 500;

    private static final String DEFAULT_MESSAGE = "请求加入群聊";

    private final GroupRepository groups;
    private final GroupMemberRepository members;
    private final UserRepository users;
    private final GroupPeople people;
    private final DeviceRepository devices;
    private final Announcements announcements;
    private final MessageSending sending;

    GroupNews(
            GroupRepository groups,
            GroupMemberRepository members,
            UserRepository users,
            GroupPeople people,
            DeviceRepository devices,
            Announcements announcements,
            MessageSending sending) {
        this.groups = groups;
        this.members = members;
        this.users = users;
        this.people = people;
        this.devices = devices;
        this.announcements = announcements;
        this.sending = sending;
    }

    /** Notifies the creator and admins of a request to join. */
    public PushReport joinRequested(GroupJoinRequest request) {
        Profile asking =
                users.findOne(request.userId).map(Profile::of).orElseGet(() -> Profile.unknown(request.userId));
        return joinRequested(asking, request);
    }

    PushReport joinRequested(Profile asking, GroupJoinRequest request) {
        List<String> managers = members.findManagers(request.groupId, MAX_NOTIFIED).stream()
                .map(member -> member.userId)
                .toList();
        boolean says = request.message != null && !request.message.isEmpty();
        return announcements.tell(
                managers,
                devices.findByUsers(managers),
                Announcement.of(
                                GroupJoining.SUB_TYPE,
                                asking,
                                says ? request.message : DEFAULT_MESSAGE,
                                new JoinAsked(request))
                        .asking(JoinAnswers.unique(request.groupId, request.userId)));
    }

    /**
     * Announces a new value of a group's field in the name of the creator: one system message, stored once for the same value
     * and time. The value that was announced last is not announced again. If the process dies before it has recorded that,
     * a repeat finds the message.
     *
     * @param time of the change
     */
    public PushReport settingChanged(String groupId, GroupSetting setting, long time) {
        Optional<Group> found = groups.findOne(groupId).filter(group -> !group.isDissolved());
        if (found.isEmpty()) {
            return new PushReport.Unreachable();
        }
        Group group = found.get();
        if (group.hasAnnounced(setting.field(), setting.digest())) {
            return new PushReport.SentBefore();
        }
        Message message = new Message();
        message.conversationId = ConversationIds.group(group.id);
        message.groupId = group.id;
        message.type = MessageType.SYSTEM.wireName();
        message.action = setting.action();
        message.body = new SystemBody.SettingChanged(setting.field(), setting.value()).toBson();
        message.fromUid = group.userId;
        message.uniqueId = "change-" + RequestIds.of(setting.action() + "," + setting.digest(), group.id, time);
        message.sendKey = NameSpace.DERIVED.key(group.id, message.uniqueId);
        Profile creator = people.profiles(List.of(group.userId)).get(group.userId);
        sending.sendSystem(message, group.position(), creator, List.of(), true);
        groups.recordAnnounced(group, setting);
        return new PushReport.Nothing();
    }
}
