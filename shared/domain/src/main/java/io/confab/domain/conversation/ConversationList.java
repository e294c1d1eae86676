package io.confab.domain.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.group.GroupChanges;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.group.GroupMemberRepository.WithGroup;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.message.MessageRepository.SpecialAbove;
import io.confab.domain.storage.Cursor;
import io.confab.domain.user.Profile;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * getConversationList (contract section 3). At most 5 commands whatever its length: my conversations, my groups, the newest
 * messages (with a look one number ahead of each head), the special ones above my marks where there may be any, the people.
 *
 * <p>All of my conversations are read, not just the page, because {@code unread_total} needs them; what a page adds is read
 * for the page. What a crash left behind is mended here: a head behind its log, a member without a conversation document,
 * a promised change of a group.
 */
@Singleton
public class ConversationList {
    /** Heads of so many of my newest conversations are checked against their logs. */
    private static final int MAX_HEADS_CHECKED = 1_000;

    private final ConversationRepository conversations;
    private final GroupMemberRepository members;
    private final GroupChanges changes;
    private final MessageRepository messages;
    private final UserRepository users;
    private final Heads heads;
    private final ConversationView view;

    ConversationList(
            ConversationRepository conversations,
            GroupMemberRepository members,
            GroupChanges changes,
            MessageRepository messages,
            UserRepository users,
            Heads heads,
            ConversationView view) {
        this.conversations = conversations;
        this.members = members;
        this.changes = changes;
        this.messages = messages;
        this.users = users;
        this.heads = heads;
        this.view = view;
    }

    /** A page of the bearer's conversations; empty for a conversation that is not theirs. */
    public ConversationPage page(TokenBearer bearer, ConversationListRequest request) {
        Optional<PageStart> start = request.cursor().map(cursor -> PageStart.decode(request, cursor));
        List<Side> sides = sidesOf(bearer.uid());
        readNewest(sides);
        readSpecials(sides);
        sides.sort(Side.NEWEST_FIRST);
        List<Side> matching = sides.stream()
                .filter(side -> request.conversationId().isPresent()
                        ? request.conversationId().get().equals(side.id())
                        : !side.isHidden())
                .filter(side -> request.maxUpdateTime().isEmpty()
                        || side.updateTime() < request.maxUpdateTime().getAsLong())
                .filter(side -> start.isEmpty() || start.get().isBefore(side))
                .skip(
                        start.isPresent() || request.maxUpdateTime().isPresent()
                                ? 0
                                : (request.page().orElse(1) - 1L) * request.limit())
                .limit(request.limit() + 1L)
                .toList();
        boolean hasMore = matching.size() > request.limit();
        List<Side> page = hasMore ? matching.subList(0, request.limit()) : matching;
        Map<String, User> people = peopleOf(bearer.uid(), page);
        bearer.admit(Optional.ofNullable(people.get(bearer.uid())));
        List<ObjectNode> data = page.stream()
                .filter(side -> side.group().isPresent() || people.containsKey(side.conversation().friendUid))
                .map(side -> view.of(
                        side,
                        Optional.ofNullable(people.get(side.conversation().friendUid))
                                .map(Profile::of)))
                .toList();
        Optional<String> next =
                hasMore ? Optional.of(PageStart.encode(request, page.get(page.size() - 1))) : Optional.empty();
        return new ConversationPage(data, next, unreadTotal(sides));
    }

    /** The unread messages of a user's shown conversations that are not muted. At most 4 commands. */
    public long unreadTotal(String uid) {
        List<Side> sides = sidesOf(uid);
        readNewest(sides);
        readSpecials(sides);
        return unreadTotal(sides);
    }

    /** A user's shown conversations, the most recently active first. At most 3 commands. */
    public List<ActiveConversation> findActive(String uid) {
        List<Side> sides = sidesOf(uid);
        readNewest(sides);
        return sides.stream()
                .filter(side -> !side.isHidden())
                .sorted(Side.NEWEST_FIRST)
                .map(side -> new ActiveConversation(side.conversation(), side.updateTime(), side.lastSeq()))
                .toList();
    }

    private static long unreadTotal(List<Side> sides) {
        return sides.stream()
                .filter(side -> !side.isHidden() && !side.isMuted())
                .mapToLong(Side::unread)
                .sum();
    }

    /** One conversation of a user as the list shows it, hidden or not; it must be there. */
    ObjectNode getOne(String uid, String conversationId) {
        Conversation mine = conversations.findOne(uid, conversationId).orElseThrow();
        Side side = mine.type == Conversation.SINGLE
                ? Side.ofSingle(mine)
                : ofGroup(mine, members.findWithGroup(mine.groupId, uid).orElseThrow());
        readNewest(List.of(side));
        readSpecials(List.of(side));
        Optional<Profile> friend =
                Optional.ofNullable(mine.friendUid).flatMap(users::findOne).map(Profile::of);
        return view.of(side, friend);
    }

    private static Side ofGroup(Conversation mine, WithGroup member) {
        return Side.ofGroup(mine, member, member.group());
    }

    private List<Side> sidesOf(String uid) {
        List<Side> sides = new ArrayList<>();
        Map<String, Conversation> ofGroups = new HashMap<>();
        for (Conversation conversation : conversations.findOfUser(uid)) {
            if (conversation.type == Conversation.SINGLE) {
                sides.add(Side.ofSingle(conversation));
            } else {
                ofGroups.put(conversation.groupId, conversation);
            }
        }
        List<WithGroup> memberships = members.findOfUser(uid).stream()
                .filter(member -> !member.groups.isEmpty())
                .toList();
        memberships.forEach(member -> changes.finishAbandoned(member.group()));
        memberships = memberships.stream()
                .filter(member -> member.isStanding() && !member.group().isDissolved())
                .toList();
        addMissing(uid, memberships, ofGroups);
        for (WithGroup member : memberships) {
            Conversation conversation = ofGroups.get(member.groupId);
            if (conversation != null) {
                sides.add(ofGroup(conversation, member));
            }
        }
        return sides;
    }

    /** Membership is the truth: a conversation document that a crash left out is made here. */
    private void addMissing(String uid, List<WithGroup> memberships, Map<String, Conversation> ofGroups) {
        Map<String, List<GroupMember>> missing = memberships.stream()
                .filter(member -> !ofGroups.containsKey(member.groupId))
                .collect(Collectors.groupingBy(member -> member.groupId));
        if (missing.isEmpty()) {
            return;
        }
        missing.forEach(conversations::createForMembers);
        conversations
                .findAll(
                        uid,
                        missing.keySet().stream().map(ConversationIds::group).toList())
                .forEach(conversation -> ofGroups.put(conversation.groupId, conversation));
    }

    private void readNewest(List<Side> sides) {
        List<Side> checked = sides.stream()
                .sorted(Side.NEWEST_FIRST)
                .limit(MAX_HEADS_CHECKED)
                .toList();
        Set<String> keys = new HashSet<>();
        for (Side side : checked) {
            keys.add(Message.seqKey(side.id(), side.lastSeq()));
            keys.add(Message.seqKey(side.id(), side.lastSeq() + 1));
            keys.add(Message.seqKey(side.id(), side.shownSeq()));
        }
        Map<String, Message> found = messages.findBySeqKeys(keys).stream()
                .collect(Collectors.toMap(message -> message.seqKey, Function.identity()));
        for (Side side : checked) {
            boolean behind = found.containsKey(Message.seqKey(side.id(), side.lastSeq() + 1));
            if (behind) {
                Message newest = messages.findNewest(side.id()).orElseThrow();
                heads.advance(newest);
                side.setNewest(newest);
                side.setShown(
                        side.shownSeq() == newest.seq
                                ? newest
                                : messages.findBySeqs(side.id(), side.shownSeq(), side.shownSeq()).stream()
                                        .findFirst()
                                        .orElse(null));
            } else {
                Optional.ofNullable(found.get(Message.seqKey(side.id(), side.lastSeq())))
                        .ifPresent(newest -> setNewest(side, newest));
                side.setShown(found.get(Message.seqKey(side.id(), side.shownSeq())));
            }
        }
    }

    /** A revoke that died before the head heard of it has left the text in the note: taken out here. */
    private void setNewest(Side side, Message newest) {
        if (newest.revoked && !side.noteSaysRevoked()) {
            heads.advance(newest);
        }
        side.setNewest(newest);
    }

    private void readSpecials(Collection<Side> sides) {
        List<SpecialAbove> needed =
                sides.stream().flatMap(side -> side.specialsNeeded().stream()).toList();
        if (needed.isEmpty()) {
            return;
        }
        Map<String, List<Message>> found = messages.findSpecialAbove(needed).stream()
                .collect(Collectors.groupingBy(message -> message.conversationId));
        sides.forEach(side -> side.setSpecials(found.getOrDefault(side.id(), List.of())));
    }

    private Map<String, User> peopleOf(String uid, List<Side> page) {
        Set<String> uids = new HashSet<>(Set.of(uid));
        page.stream()
                .map(side -> side.conversation().friendUid)
                .filter(friend -> friend != null)
                .forEach(uids::add);
        return users.findAll(uids).stream().collect(Collectors.toMap(user -> user.id, Function.identity()));
    }

    /** Where the next page begins: behind a conversation's place in the order. */
    private record PageStart(long updateTime, String id) {
        static String encode(ConversationListRequest request, Side last) {
            return Cursor.encode(list(request), last.updateTime(), last.id());
        }

        static PageStart decode(ConversationListRequest request, String cursor) {
            List<String> values = Cursor.decode(list(request), cursor);
            return new PageStart(Long.parseLong(values.get(0)), values.get(1));
        }

        private static String list(ConversationListRequest request) {
            return "getConversationList," + request.maxUpdateTime() + "," + request.conversationId();
        }

        boolean isBefore(Side side) {
            return side.updateTime() < updateTime
                    || (side.updateTime() == updateTime && side.id().compareTo(id) < 0);
        }
    }
}
