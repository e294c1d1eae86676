package io.confab.domain.membership;

import io.confab.domain.block.BlockRepository;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.group.GroupRepository;
import io.confab.domain.group.GroupSettings;
import io.confab.domain.group.JoinOptions;
import io.confab.domain.ids.Ids;
import io.confab.domain.rate.InviteRate;
import io.confab.domain.text.Cut;
import io.confab.domain.user.Caller;
import io.confab.domain.user.Profile;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * chooseUserIntoGroup: creates a group, or adds users to one (docs/rules.md#groups).
 *
 * <p>The join is stored with the group in one write; {@link GroupChanges} carries it out. If the process dies, the next call
 * for the users concerned, or a member's next list, completes it. A repeated creation ({@code unique_id}) completes the first
 * one and gives the same answer. Two calls that add the same user make one membership, announced once. Users who have blocked
 * the caller are left out, because a common group would bypass the block.
 */
@Singleton
public class GroupInvitations {
    private final GroupRepository groups;
    private final GroupMemberRepository members;
    private final UserRepository users;
    private final BlockRepository blocks;
    private final GroupAccess access;
    private final GroupAdmission admission;
    private final GroupLimits limits;
    private final GroupChanges changes;
    private final InviteRate rate;
    private final Clock clock;

    GroupInvitations(
            GroupRepository groups,
            GroupMemberRepository members,
            UserRepository users,
            BlockRepository blocks,
            GroupAccess access,
            GroupAdmission admission,
            GroupLimits limits,
            GroupChanges changes,
            InviteRate rate,
            Clock clock) {
        this.groups = groups;
        this.members = members;
        this.users = users;
        this.blocks = blocks;
        this.access = access;
        this.admission = admission;
        this.limits = limits;
        this.changes = changes;
        this.rate = rate;
        this.clock = clock;
    }

    /**
     * The group, those of the invited who were members already, and those who were left out because they have blocked the
     * caller.
     */
    public record Outcome(String groupId, List<String> duplicateUserIds, List<String> blockedUserIds) {}

    /**
     * Creates the group, or adds to it.
     *
     * @throws Refusal 2000 for an id that is no user, {@code duplicate-member} if all are members already, {@code blocked} if
     *     all others have blocked the caller, 403 if the caller may not invite, {@code group-full}, {@code group-limit} and
     *     {@code rate-limited}
     */
    public Outcome invite(Caller caller, GroupRequest request) {
        return request.groupId().isEmpty()
                ? create(caller, request)
                : add(caller, request, request.groupId().get());
    }

    private Outcome create(Caller caller, GroupRequest request) {
        Optional<Group> first = request.uniqueId().flatMap(id -> groups.findByCreateKey(caller.uid() + "#" + id));
        Group group = first.orElseGet(() -> groups.insertOnce(newGroup(caller, request)));
        changes.finishAll(group);
        return new Outcome(group.id, List.of(), group.blockedAtCreation == null ? List.of() : group.blockedAtCreation);
    }

    /** The users who become members of a new group with the caller, and those who are left out. */
    private record Invited(List<User> users, List<String> blocked) {}

    private Invited invited(Caller caller, GroupRequest request) {
        List<User> asked = requireUsers(request.userIds().stream()
                .filter(uid -> !uid.equals(caller.uid()))
                .collect(Collectors.toCollection(LinkedHashSet::new)));
        List<String> blocked =
                blocking(caller, asked.stream().map(user -> user.id).toList());
        List<User> invited =
                asked.stream().filter(user -> !blocked.contains(user.id)).toList();
        if (invited.isEmpty() && !blocked.isEmpty()) {
            throw allBlocked();
        }
        return new Invited(invited, blocked);
    }

    private Group newGroup(Caller caller, GroupRequest request) {
        Invited invited = invited(caller, request);
        List<String> uids = Stream.concat(
                        Stream.of(caller.uid()), invited.users().stream().map(user -> user.id))
                .toList();
        limits.requireSeats(uids.size());
        limits.requireRoomForOneMore(uids);
        rate.count(caller.uid());
        Group group = new Group();
        group.id = Ids.next();
        group.createKey = caller.uid() + "#" + request.uniqueId().orElse(group.id);
        group.userId = caller.uid();
        group.name = request.name().orElseGet(() -> namesOf(caller, invited.users()));
        group.introduction = request.introduction().orElse("");
        group.avatarFile = request.avatarFile().orElse(null);
        group.joinOption = request.joinOption().orElse(JoinOptions.FREE);
        group.muteAllMembers = false;
        group.createTime = clock.millis();
        group.updateTime = group.createTime;
        group.lastSeq = 0L;
        group.lastN = 0L;
        group.lastTime = group.createTime;
        group.changeNo = 0L;
        group.memberCount = (long) uids.size();
        group.blockedAtCreation = invited.blocked().isEmpty() ? null : invited.blocked();
        group.pendingChanges = List.of(admission.promise(caller, uids));
        return group;
    }

    private Outcome add(Caller caller, GroupRequest request, String groupId) {
        Set<String> wanted = new LinkedHashSet<>(request.userIds());
        Set<String> asked = new LinkedHashSet<>(wanted);
        asked.add(caller.uid());
        Runnable counted = rate.countOnce(caller.uid());
        return access.decide(() -> {
            Group group = access.openCounted(groupId, asked);
            Map<String, GroupMember> ever = members.findEver(groupId, asked).stream()
                    .collect(Collectors.toMap(GroupMember::uidOfKey, member -> member));
            Predicate<String> isMember =
                    uid -> ever.containsKey(uid) && ever.get(uid).isMember();
            requireMayInvite(group, Optional.ofNullable(ever.get(caller.uid())).filter(GroupMember::isMember));
            if (wanted.isEmpty()) {
                throw Refusal.badParam("user_ids", "must name somebody");
            }
            requireUsers(wanted);
            List<String> duplicates = wanted.stream().filter(isMember).toList();
            List<String> blocked =
                    blocking(caller, wanted.stream().filter(isMember.negate()).toList());
            List<String> fresh = wanted.stream()
                    .filter(isMember.negate())
                    .filter(uid -> !blocked.contains(uid))
                    .toList();
            if (fresh.isEmpty()) {
                throw blocked.isEmpty()
                        ? new Refusal(ErrorCode.DUPLICATE_MEMBER, "user_ids: all of them are members already")
                        : allBlocked();
            }
            counted.run();
            return admission.admit(caller, group, fresh, ever, Optional.empty())
                    ? Optional.of(new Outcome(groupId, duplicates, blocked))
                    : Optional.empty();
        });
    }

    /** Those who have blocked the caller, in the order given. */
    private List<String> blocking(Caller caller, List<String> uids) {
        Set<String> blockers = blocks.findBlockersOf(caller.uid(), uids);
        return uids.stream().filter(blockers::contains).toList();
    }

    private static Refusal allBlocked() {
        return new Refusal(ErrorCode.BLOCKED, "user_ids: all who would be new have blocked you");
    }

    private static void requireMayInvite(Group group, Optional<GroupMember> member) {
        if (member.isEmpty()) {
            throw new Refusal(ErrorCode.NOT_GROUP_MEMBER, "you are not a member of this group");
        }
        if (JoinOptions.NOBODY.equals(JoinOptions.of(group)) && !member.get().isManager()) {
            throw new Refusal(ErrorCode.NO_PERMISSION, "only admins invite into this group");
        }
    }

    private List<User> requireUsers(Set<String> uids) {
        Map<String, User> found = new HashMap<>();
        users.findAll(uids).forEach(user -> found.put(user.id, user));
        uids.stream().filter(uid -> !found.containsKey(uid)).findFirst().ifPresent(uid -> {
            throw new Refusal(ErrorCode.INVALID_USER_IDS, "user_ids: one of them is no user");
        });
        return uids.stream().map(found::get).toList();
    }

    private static String namesOf(Caller caller, List<User> invited) {
        List<String> names = new ArrayList<>(List.of(caller.profile().nickname()));
        invited.forEach(user -> names.add(Profile.of(user).nickname()));
        return Cut.first(String.join(" ", names), GroupSettings.MAX_NAME);
    }
}
