package io.confab.domain.membership;

import io.confab.domain.conversation.ConversationRepository;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.group.GroupRepository;
import io.confab.domain.group.MembershipChangeRepository;
import io.confab.domain.group.PendingChange;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.ids.Ids;
import io.confab.domain.message.MessageLog;
import io.confab.domain.message.Position;
import io.confab.domain.storage.Healing;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Carries pending changes of groups out: memberships, conversation documents, the system message (docs/rules.md#groups,
 * docs/rules.md#system-messages; docs/decisions/0005-joins-are-promised-first.md,
 * docs/decisions/0013-every-change-of-a-group-is-promised.md).
 *
 * <p>The write that stores the change on the group ({@code pending_changes}) is the commit point. Every step after it is
 * harmless when repeated or late: memberships are written under guards that name the stay they mean, the message is stored once
 * by its {@code unique_id}, and one write removes the change and frees its seats, which succeeds once. So if a crash interrupts
 * a change, the next call that reads or changes the group may complete it, even while the first call is still running.
 *
 * <p>Memberships, conversation documents and seats come first. If the announcement then fails, a change remains that contains
 * only the announcement ({@link PendingChange.Kind#NOTICE}) and holds up no others. Later calls try it again, at most five times in
 * all and after longer and longer pauses; then it is given up and a dead letter says so
 * (docs/decisions/0034-what-is-true-comes-before-what-is-said.md).
 */
@Singleton
public class GroupChanges {
    static final String JOIN_NOTICE = "join-group-notice";

    private static final Logger LOG = Logger.getLogger(GroupChanges.class);

    private final GroupRepository groups;
    private final GroupMemberRepository members;
    private final MembershipChangeRepository memberships;
    private final JoinAnswers answers;
    private final ConversationRepository conversations;
    private final MessageLog log;
    private final GroupAnnouncements announcements;
    private final Clock clock;

    GroupChanges(
            GroupRepository groups,
            GroupMemberRepository members,
            MembershipChangeRepository memberships,
            JoinAnswers answers,
            ConversationRepository conversations,
            MessageLog log,
            GroupAnnouncements announcements,
            Clock clock) {
        this.groups = groups;
        this.members = members;
        this.memberships = memberships;
        this.answers = answers;
        this.conversations = conversations;
        this.log = log;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** Completes, within the limits of a read, changes that have been unfinished for some seconds. */
    public void finishAbandoned(Group group, Healing healing) {
        finishForReader(group, change -> change.isDue(clock.millis()), healing);
    }

    /**
     * Completes, within the limits of a read, pending changes by or about the reader, and abandoned ones.
     *
     * @return whether there were any: then the group must be read again
     */
    boolean finishForReader(Group group, String uid, Healing healing) {
        return finishForReader(group, waitingFor(List.of(uid)), healing);
    }

    private boolean finishForReader(Group group, Predicate<PendingChange> which, Healing healing) {
        List<PendingChange> changes = group.pending().stream().filter(which).toList();
        changes.forEach(change -> healing.attempt("change of a group", change.id, () -> {
            if (countTry(group, change)) {
                complete(group, change, false);
            }
        }));
        return !changes.isEmpty();
    }

    /**
     * Completes pending changes by or about these users, and abandoned ones; announcements that fail are left.
     *
     * @return whether the group is to be read again
     */
    boolean finishConcerning(Group group, Collection<String> people) {
        return finish(group, waitingFor(people));
    }

    private Predicate<PendingChange> waitingFor(Collection<String> people) {
        return change -> change.isDue(clock.millis())
                || (!change.isOnlyUnannounced()
                        && people.stream().anyMatch(uid -> uid.equals(change.byUid) || change.userIds.contains(uid)));
    }

    /** As {@link #finishConcerning}, for all users. */
    boolean finishAll(Group group) {
        return finish(group, change -> change.isDue(clock.millis()) || !change.isOnlyUnannounced());
    }

    private boolean finish(Group group, Predicate<PendingChange> which) {
        boolean any = false;
        for (PendingChange change : group.pending()) {
            if (which.test(change)) {
                // If another process has counted this try, go on anyway: the caller waits for it, and every step is
                // harmless.
                countTry(group, change);
                any |= complete(group, change, false);
            }
        }
        return any;
    }

    /** Counts a try of an abandoned change; false if another process is working on it. */
    private boolean countTry(Group group, PendingChange change) {
        long now = clock.millis();
        if (!change.isDue(now)) {
            return true;
        }
        boolean counted = groups.countTry(group.id, change, now);
        if (counted) {
            change.tries = change.triesSoFar() + 1;
            change.triedTime = now;
        }
        return counted;
    }

    /**
     * Carries a change out in the call that stored it. If the announcement fails, the call does not fail: it is tried again
     * later.
     */
    void finish(Group group, PendingChange change) {
        complete(group, change, true);
    }

    /**
     * First carries the change itself out, then announces it. An announcement that fails blocks no other change, and is given
     * up after some tries.
     *
     * @return whether a caller that waits for the change must read the group again
     */
    private boolean complete(Group group, PendingChange change, boolean isFirst) {
        Done done =
                switch (change.kind()) {
                    case JOIN -> join(group, change);
                    case LEAVE -> leave(group, change);
                    case UPDATE, NOTICE -> update(group, change);
                };
        try {
            if (done.isAnnounced() && change.isTriedEnough()) {
                announcements.giveUp(group, change, "no try has come to an end");
            } else if (done.isAnnounced()) {
                announcements.announce(group, change, done.about(), done.hint(), isFirst);
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "not announced: group=%s change=%s", group.id, change.id);
            if (!change.isAtLastTry()) {
                groups.replace(group.id, change, change.unannounced(done.about(), clock.millis()), done.freed());
                return change.kind() != PendingChange.Kind.NOTICE;
            }
            announcements.giveUp(group, change, e.toString());
        }
        groups.finish(group.id, change, done.freed());
        return true;
    }

    /**
     * The parts of a change that were carried out.
     *
     * @param about the users whom its announcement lists
     * @param hint the position of the log when it was read
     * @param freed reserved seats that no member took
     */
    private record Done(boolean isAnnounced, List<String> about, Position hint, long freed) {}

    private Done join(Group group, PendingChange change) {
        int promised = change.userIds.size();
        if (change.requestId != null && !answers.grant(change)) {
            return new Done(false, List.of(), group.position(), promised);
        }
        Position newest = log.newest(ConversationIds.group(group.id), change.byUid, 0);
        memberships.join(newMembers(group, change, newest));
        List<GroupMember> joined = members.findAll(group.id, change.userIds).stream()
                .filter(member -> change.id.equals(member.joinId))
                .toList();
        if (!joined.isEmpty()) {
            conversations.createForMembers(group.id, joined);
            answers.settle(
                    group, change, joined.stream().map(member -> member.userId).toList());
        }
        Set<String> uids = joined.stream().map(member -> member.userId).collect(Collectors.toSet());
        List<String> inOrder = change.userIds.stream().filter(uids::contains).toList();
        return new Done(!inOrder.isEmpty(), inOrder, newest, promised - inOrder.size());
    }

    private Done leave(Group group, PendingChange change) {
        List<GroupMember> leaving = memberships.findStanding(change.memberships);
        if (!leaving.isEmpty()) {
            Position newest = log.newest(ConversationIds.group(group.id), change.byUid, 0);
            conversations.leave(group.id, leaving, newest.seq());
            memberships.leave(leaving, change.id);
        }
        return new Done(true, change.userIds, group.position(), change.memberships.size());
    }

    private Done update(Group group, PendingChange change) {
        if (change.memberships != null) {
            memberships.update(change.memberships, change.no);
        }
        List<String> about = change.about == null ? List.of() : change.about;
        return new Done(change.action != null, about, group.position(), 0);
    }

    private List<GroupMember> newMembers(Group group, PendingChange change, Position newest) {
        long now = clock.millis();
        return IntStream.range(0, change.userIds.size())
                .mapToObj(i -> {
                    String leftBy = change.leftBy.get(i);
                    GroupMember member = member(group, change.userIds.get(i));
                    member.leftBy = leftBy.isEmpty() ? null : leftBy;
                    member.createTime = now;
                    member.joinId = change.id;
                    member.joinSeq = newest.seq();
                    member.joinN = newest.n();
                    return member;
                })
                .toList();
    }

    private static GroupMember member(Group group, String uid) {
        GroupMember member = new GroupMember();
        member.id = Ids.next();
        member.memberKey = GroupMember.key(group.id, uid);
        member.groupId = group.id;
        member.userId = uid;
        member.role = uid.equals(group.userId) ? List.of(GroupMember.CREATOR, GroupMember.ADMIN) : List.of();
        member.muteType = 0;
        return member;
    }
}
