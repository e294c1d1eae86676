package io.confab.domain.inbox;

import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.ConversationRepository;
import io.confab.domain.conversation.InboxRepository;
import io.confab.domain.conversation.InboxRepository.ChangePlace;
import io.confab.domain.conversation.InboxRepository.ShownFrom;
import io.confab.domain.conversation.InboxRepository.SidePlace;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.group.GroupMemberRepository.WithGroup;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.ids.Ids;
import io.confab.domain.membership.GroupChanges;
import io.confab.domain.storage.Healing;
import io.confab.domain.storage.Reads;
import io.confab.domain.storage.Reads.Both;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads a user's {@link Side}s as their heads describe them: the groups, the sides that {@code unread_total} counts, and the
 * single chats of a page; never all of a user's single chats, except those of earlier versions, which have no marks.
 *
 * <p>Work that a crash left unfinished is completed here, within the limits of {@link Healing}: a member without a conversation
 * document, a pending change of a group.
 */
@Singleton
class SideFinder {
    /** Number of the single chats that changed last whose heads are compared with their logs. */
    private static final int LATEST = 1_000;

    private final InboxRepository inbox;
    private final ConversationRepository conversations;
    private final GroupMemberRepository members;
    private final GroupChanges changes;
    private final Reads reads;

    SideFinder(
            InboxRepository inbox,
            ConversationRepository conversations,
            GroupMemberRepository members,
            GroupChanges changes,
            Reads reads) {
        this.inbox = inbox;
        this.conversations = conversations;
        this.members = members;
        this.changes = changes;
        this.reads = reads;
    }

    /**
     * The sides that a page needs.
     *
     * @param all those that may be on the page, and those that are counted
     * @param among those that may be on the page
     * @param skip how many of {@code among} come before the page
     * @param end the place up to which single chats were read, if there are more after it
     */
    record Found(Collection<Side> all, Collection<Side> among, long skip, Optional<SidePlace> end) {}

    /** The sides of a page. Three commands, all at the same time unless the page is a later one that is named by its number. */
    Found page(String uid, Selection selection, Healing healing) {
        if (selection.skipped() > 0 && selection.only().isEmpty()) {
            return laterPage(uid, selection, healing);
        }
        Both<List<WithGroup>, Both<List<Conversation>, Shown>> found = reads.both(
                () -> members.findOfUser(uid),
                () -> reads.both(() -> inbox.findCounted(uid), () -> wanted(uid, selection)));
        Map<String, Side> all = sides(uid, found.aside(), found.here().aside(), healing);
        Shown shown = found.here().here();
        // What was read as counted lacks fields that no list shows.
        shown.sides().forEach(side -> all.put(side.conversationId, Side.ofSingle(side)));
        return new Found(all.values(), all.values(), selection.skipped(), shown.end());
    }

    /**
     * Groups come in between, so their number decides how many single chats can be skipped. At most this number of them comes
     * before the page, so that not more single chats are read than the page has, and the user has groups.
     */
    private Found laterPage(String uid, Selection selection, Healing healing) {
        Both<List<WithGroup>, List<Conversation>> found =
                reads.both(() -> members.findOfUser(uid), () -> inbox.findCounted(uid));
        Map<String, Side> all = sides(uid, found.aside(), found.here(), healing);
        Map<String, Side> among = new LinkedHashMap<>(all);
        among.values().removeIf(side -> Boolean.TRUE.equals(side.conversation().shown));
        long skip = Math.max(0, selection.skipped() - among.size());
        long offset = selection.skipped() - skip;
        Shown shown = shown(uid, selection.from(skip), (int) (offset + selection.limit() + 1));
        shown.sides().forEach(side -> {
            Side read = Side.ofSingle(side);
            among.put(side.conversationId, read);
            all.put(side.conversationId, read);
        });
        return new Found(all.values(), among.values(), offset, shown.end());
    }

    /** These conversations and everything that is counted, by id. Three commands at the same time. */
    Map<String, Side> named(String uid, List<String> ids, Healing healing) {
        Both<List<WithGroup>, Both<List<Conversation>, List<Conversation>>> found = reads.both(
                () -> members.findOfUser(uid),
                () -> reads.both(() -> inbox.findCounted(uid), () -> conversations.findAll(uid, ids)));
        Map<String, Side> all = sides(uid, found.aside(), found.here().aside(), healing);
        found.here().here().stream()
                .filter(SideFinder::isSingle)
                .forEach(side -> all.put(side.conversationId, Side.ofSingle(side)));
        return all;
    }

    /**
     * What a page of changes needs.
     *
     * @param counted the groups and the single chats that are counted
     * @param among those that may be on the page
     * @param end the place up to which sides were read, if there are more after it
     * @param latest the single chats that changed last: only their heads
     */
    record Changed(
            Collection<Side> counted, Collection<Side> among, Optional<ChangePlace> end, Collection<Side> latest) {}

    /** The sides of a page of changes. Four commands at the same time. */
    Changed changed(String uid, ChangedConversations request, Optional<ChangePlace> after, Healing healing) {
        Both<List<WithGroup>, Both<List<Conversation>, Both<List<Conversation>, List<Conversation>>>> found =
                reads.both(
                        () -> members.findOfUser(uid),
                        () -> reads.both(
                                () -> inbox.findCounted(uid),
                                () -> reads.both(
                                        () -> inbox.findChanged(uid, request.since(), after, request.limit() + 1),
                                        () -> inbox.findLastChanged(uid, LATEST))));
        List<Conversation> stored = found.here().aside();
        List<Conversation> changed = found.here().here().aside();
        Map<String, Side> all = sides(uid, found.aside(), stored, healing);
        Map<String, Side> among = new LinkedHashMap<>(all);
        for (Conversation side : changed) {
            if (isSingle(side)) {
                Side single = Side.ofSingle(side);
                among.put(side.conversationId, single);
                all.computeIfPresent(side.conversationId, (id, counted) -> single);
            } else if (Boolean.TRUE.equals(side.leave)) {
                among.putIfAbsent(side.conversationId, Side.ofGone(side, side.lastChange()));
            }
        }
        addDissolved(found.aside(), stored, among);
        return new Changed(
                all.values(),
                among.values(),
                changed.size() > request.limit()
                        ? Optional.of(place(changed.get(changed.size() - 1)))
                        : Optional.empty(),
                found.here().here().here().stream()
                        .map(head -> latest(uid, head))
                        .toList());
    }

    private static void addDissolved(List<WithGroup> memberships, List<Conversation> stored, Map<String, Side> among) {
        Map<String, Conversation> sides = stored.stream()
                .filter(side -> !isSingle(side))
                .collect(Collectors.toMap(side -> side.groupId, Function.identity()));
        for (WithGroup member : memberships) {
            if (member.isMember() && member.groups.size() == 1 && member.group().isDissolved()) {
                Conversation side = sides.getOrDefault(member.groupId, unstored(member));
                among.put(
                        side.conversationId,
                        Side.ofGone(
                                side, Math.max(side.lastChange(), member.group().lastChange())));
            }
        }
    }

    private static ChangePlace place(Conversation side) {
        return new ChangePlace(side.lastChange(), side.conversationId);
    }

    private static Side latest(String uid, Conversation head) {
        head.type = Conversation.SINGLE;
        head.userId = uid;
        return Side.ofSingle(head);
    }

    /** The groups of a user, and the single chats that are counted. Two commands. */
    Collection<Side> counted(String uid) {
        Both<List<WithGroup>, List<Conversation>> found =
                reads.both(() -> members.findOfUser(uid), () -> inbox.findCounted(uid));
        return sides(uid, found.aside(), found.here(), Healing.none()).values();
    }

    /** A user's side of a conversation that is theirs, even if it is hidden. At most two commands. */
    Optional<Side> find(String uid, String conversationId) {
        return conversations
                .findOne(uid, conversationId)
                .flatMap(mine -> isSingle(mine)
                        ? Optional.of(Side.ofSingle(mine))
                        : members.findWithGroup(mine.groupId, uid)
                                .filter(member -> !member.group().isDissolved())
                                .map(member -> ofGroup(mine, member)));
    }

    /** A user's side of a conversation, even if it is hidden; it must exist. Two commands. */
    Side one(String uid, String conversationId) {
        Conversation mine = conversations.findOne(uid, conversationId).orElseThrow();
        return mine.type == Conversation.SINGLE
                ? Side.ofSingle(mine)
                : ofGroup(mine, members.findWithGroup(mine.groupId, uid).orElseThrow());
    }

    /** Single chats, and the place up to which they were read if there are more after it. */
    private record Shown(List<Conversation> sides, Optional<SidePlace> end) {}

    private Shown wanted(String uid, Selection selection) {
        return selection
                .only()
                .map(id -> new Shown(
                        conversations.findOne(uid, id).filter(SideFinder::isSingle).stream()
                                .toList(),
                        Optional.empty()))
                .orElseGet(() -> shown(uid, selection.from(0), selection.limit() + 1));
    }

    /** So many single chats that are to be shown; read again where a mark turns out to be wrong, which the list corrects. */
    private Shown shown(String uid, ShownFrom from, int limit) {
        List<Conversation> sides = new ArrayList<>();
        ShownFrom next = from;
        long visible = 0;
        while (true) {
            List<Conversation> read = inbox.findShown(uid, next, limit);
            sides.addAll(read);
            if (read.size() < limit) {
                return new Shown(sides, Optional.empty());
            }
            visible += read.stream()
                    .filter(side -> !Side.ofSingle(side).isHidden())
                    .count();
            Conversation last = read.get(read.size() - 1);
            SidePlace end = new SidePlace(last.headTime(), last.conversationId);
            if (visible >= limit) {
                return new Shown(sides, Optional.of(end));
            }
            next = new ShownFrom(from.before(), Optional.of(end), 0);
        }
    }

    private static boolean isSingle(Conversation side) {
        return side.type == Conversation.SINGLE;
    }

    private Map<String, Side> sides(
            String uid, List<WithGroup> memberships, List<Conversation> stored, Healing healing) {
        Map<String, Side> sides = new LinkedHashMap<>();
        Map<String, Conversation> ofGroups = new HashMap<>();
        for (Conversation conversation : stored) {
            if (isSingle(conversation)) {
                sides.put(conversation.conversationId, Side.ofSingle(conversation));
            } else {
                ofGroups.put(conversation.groupId, conversation);
            }
        }
        List<WithGroup> standing = standing(memberships, healing);
        addMissing(uid, standing, ofGroups, healing);
        for (WithGroup member : standing) {
            Side side = ofGroup(ofGroups.computeIfAbsent(member.groupId, id -> unstored(member)), member);
            sides.put(side.id(), side);
        }
        return sides;
    }

    /** Memberships of groups that exist. */
    private List<WithGroup> standing(List<WithGroup> memberships, Healing healing) {
        List<WithGroup> existing =
                memberships.stream().filter(member -> !member.groups.isEmpty()).toList();
        existing.forEach(member -> changes.finishAbandoned(member.group(), healing));
        return existing.stream()
                .filter(member -> member.isStanding() && !member.group().isDissolved())
                .toList();
    }

    private static Side ofGroup(Conversation mine, WithGroup member) {
        return Side.ofGroup(mine, member, member.group());
    }

    /** Membership decides: a conversation document that a crash prevented is created here. */
    private void addMissing(
            String uid, List<WithGroup> memberships, Map<String, Conversation> ofGroups, Healing healing) {
        List<String> made = new ArrayList<>();
        for (GroupMember member : memberships) {
            if (!ofGroups.containsKey(member.groupId)
                    && healing.attempt(
                            "conversation of a member",
                            member.id,
                            () -> conversations.createForMembers(member.groupId, List.of(member)))) {
                made.add(ConversationIds.group(member.groupId));
            }
        }
        if (!made.isEmpty()) {
            conversations.findAll(uid, made).forEach(conversation -> ofGroups.put(conversation.groupId, conversation));
        }
    }

    /** A member's side as it would be stored. */
    private static Conversation unstored(GroupMember member) {
        Conversation mine = new Conversation();
        mine.documentId = Ids.next();
        mine.conversationId = ConversationIds.group(member.groupId);
        mine.userId = member.userId;
        mine.userKey = Conversation.userKey(member.userId, mine.conversationId);
        mine.groupId = member.groupId;
        mine.type = Conversation.GROUP;
        mine.createTime = member.createTime;
        mine.joinSeq = member.joinSeq;
        mine.readSeq = member.joinSeq;
        mine.readN = member.joinN;
        mine.hiddenAtSeq = 0L;
        mine.counted = true;
        mine.notificationSeenTime = member.createTime;
        return mine;
    }
}
