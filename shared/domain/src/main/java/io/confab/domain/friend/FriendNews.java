package io.confab.domain.friend;

import io.confab.domain.device.Device;
import io.confab.domain.device.DeviceRepository;
import io.confab.domain.ids.RequestIds;
import io.confab.domain.notification.Announcement;
import io.confab.domain.notification.Announcements;
import io.confab.domain.push.ControlPush;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.PushReport;
import io.confab.domain.push.Pushes;
import io.confab.domain.push.Strategy;
import io.confab.domain.user.Profile;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Tells users about invites and friends, whoever stored them (docs/triggers.md). Request ids are those of the methods, so
 * what a method has told is not told again, and a repeat tells nobody. Every method reads the people and their devices: two
 * commands, and those of the push.
 */
@Singleton
public class FriendNews {
    private static final String INVITE_CONTENT = "请求添加对方为好友";
    private static final String ADDED_CONTENT = "你们已经是好友了";

    private final UserRepository users;
    private final DeviceRepository devices;
    private final Announcements announcements;
    private final Pushes pushes;

    FriendNews(UserRepository users, DeviceRepository devices, Announcements announcements, Pushes pushes) {
        this.users = users;
        this.devices = devices;
        this.announcements = announcements;
        this.pushes = pushes;
    }

    /** Notifies the receiver of an invite. */
    public PushReport invited(FriendInvite invite) {
        Map<String, User> people = people(invite.fromUid, invite.toUid);
        return people.containsKey(invite.toUid)
                ? invited(profile(people, invite.fromUid), invite)
                : new PushReport.Unreachable();
    }

    /** As {@link #invited(FriendInvite)}, if the receiver exists. */
    PushReport invited(Profile inviter, FriendInvite invite) {
        boolean says = invite.message != null && !invite.message.isEmpty();
        return announcements.tell(
                List.of(invite.toUid),
                devices.findOfUser(invite.toUid),
                Announcement.of(
                                FriendInvites.SUB_TYPE,
                                inviter,
                                says ? invite.message : INVITE_CONTENT,
                                new InviteSent(invite))
                        .asking(invite.fromUid));
    }

    /** Notifies the owner of a new friend's document. */
    public PushReport added(Friend friend) {
        Map<String, User> people = people(friend.userId, friend.friendUid);
        return people.containsKey(friend.userId)
                ? added(friend, devices.findOfUser(friend.userId), profile(people, friend.friendUid))
                : new PushReport.Unreachable();
    }

    /** As {@link #added(Friend)}, if the owner exists. */
    PushReport added(Friend friend, List<Device> ofUser, Profile newFriend) {
        return announcements.tell(
                List.of(friend.userId),
                ofUser,
                Announcement.of(Friend.ADDED, newFriend, ADDED_CONTENT, new FriendAdded(friend)));
    }

    /**
     * Tells the owner of a friend's document that the friendship has ended.
     *
     * @param time when it ended
     */
    public PushReport removed(Friend friend, long time) {
        return removed(friend, time, devices.findOfUser(friend.userId));
    }

    PushReport removed(Friend friend, long time, Collection<Device> ofUser) {
        ControlPush push = new ControlPush.FriendRemoved(friend.friendUid);
        return pushes.deliverOnce(
                RequestIds.of(Friend.REMOVED, friend.id, time),
                ofUser.stream()
                        .map(device -> new DevicePush(device, push, Strategy.ONLINE))
                        .toList());
    }

    private Map<String, User> people(String uid, String otherUid) {
        return users.findAll(List.of(uid, otherUid)).stream()
                .collect(Collectors.toMap(user -> user.id, Function.identity()));
    }

    private static Profile profile(Map<String, User> people, String uid) {
        return people.containsKey(uid) ? Profile.of(people.get(uid)) : Profile.unknown(uid);
    }
}
