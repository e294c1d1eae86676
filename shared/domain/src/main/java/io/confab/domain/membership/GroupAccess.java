package io.confab.domain.membership;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.group.GroupRepository;
import io.confab.domain.group.PendingChange;
import io.confab.domain.ids.Ids;
import io.confab.domain.ids.ProcessRandom;
import io.confab.domain.storage.Healing;
import io.confab.domain.user.Caller;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Opens a group to read or change it, after completing what interrupted calls have left unfinished. */
@Singleton
class GroupAccess {
    private static final int MAX_ATTEMPTS = 100;
    private static final long FIRST_PAUSE_MICROS = 2_000;
    private static final long MAX_PAUSE_MICROS = 64_000;

    private final GroupRepository groups;
    private final GroupMemberRepository members;
    private final GroupChanges changes;
    private final Clock clock;

    GroupAccess(GroupRepository groups, GroupMemberRepository members, GroupChanges changes, Clock clock) {
        this.groups = groups;
        this.members = members;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * The group, without pending changes by or about these users, except announcements that fail.
     *
     * @throws Refusal {@code group-not-found}, also for a dissolved one
     */
    Group open(String groupId, Collection<String> people) {
        Group group = read(groupId);
        while (changes.finishConcerning(group, people)) {
            group = read(groupId);
        }
        return requireOpen(group);
    }

    /**
     * The group for a reader: pending changes by or about them are completed within the limits of a read.
     *
     * @throws Refusal {@code group-not-found}, also for a dissolved one
     */
    Group openForReader(String groupId, String uid) {
        Group group = read(groupId);
        return requireOpen(changes.finishForReader(group, uid, Healing.ofOneRead()) ? read(groupId) : group);
    }

    /** As {@link #open}, without any pending change except announcements that fail, and with a known number of members. */
    Group openAlone(String groupId) {
        Group group = read(groupId);
        while (changes.finishAll(group)) {
            group = read(groupId);
        }
        return requireOpen(group);
    }

    /** As {@link #open}, with a known number of members: those of an imported group are counted at its first change. */
    Group openCounted(String groupId, Collection<String> people) {
        Group group = open(groupId, people);
        if (group.memberCount != null) {
            return group;
        }
        groups.setFirstCount(groupId, members.countMembers(groupId));
        return open(groupId, people);
    }

    private Group read(String groupId) {
        return groups.findOne(groupId).orElseThrow(GroupAccess::notFound);
    }

    private static Group requireOpen(Group group) {
        if (group.isDissolved()) {
            throw notFound();
        }
        return group;
    }

    private static Refusal notFound() {
        return new Refusal(ErrorCode.GROUP_NOT_FOUND, "group_id: no such group");
    }

    /**
     * The caller's membership.
     *
     * @throws Refusal {@code not-group-member}
     */
    GroupMember requireMember(Group group, String uid) {
        return members.findOne(group.id, uid)
                .filter(member -> !group.isLeaving(member))
                .orElseThrow(() -> new Refusal(ErrorCode.NOT_GROUP_MEMBER, "you are not a member of this group"));
    }

    /**
     * The caller's membership, as creator or admin.
     *
     * @throws Refusal {@code not-group-member}, {@code no-permission}
     */
    GroupMember requireManager(Group group, String uid) {
        GroupMember member = requireMember(group, uid);
        if (!member.isManager()) {
            throw new Refusal(ErrorCode.NO_PERMISSION, "only the group's creator and admins may do that");
        }
        return member;
    }

    /**
     * Repeats an attempt until it succeeds. An attempt reads, checks and stores the change; it is empty if another change was
     * stored in between.
     *
     * @throws Refusal {@code rate-limited} if other changes always come in between, or if too many changes of the group are
     *     pending
     */
    <T> T decide(Supplier<Optional<T>> attempt) {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            Optional<T> decided = attempt.get();
            if (decided.isPresent()) {
                return decided.get();
            }
            long bound = Math.min(MAX_PAUSE_MICROS, FIRST_PAUSE_MICROS << Math.min(i, 10));
            LockSupport.parkNanos(1_000 * ProcessRandom.dice().nextLong(bound));
        }
        throw Refusal.rateLimited("group_id: too many changes of this group at once", MAX_PAUSE_MICROS / 1_000);
    }

    /** A new change by this caller, to be filled in. */
    PendingChange change(Caller caller, PendingChange.Kind kind, List<String> uids) {
        PendingChange change = PendingChange.of(kind);
        change.id = Ids.next();
        change.byUid = caller.uid();
        change.userIds = uids;
        change.time = clock.millis();
        change.appid = caller.client().appId().orElse(null);
        return change;
    }

    /** The number that the group's next change will have. */
    static long nextNo(Group group) {
        return (group.changeNo == null ? 0 : group.changeNo) + 1;
    }
}
