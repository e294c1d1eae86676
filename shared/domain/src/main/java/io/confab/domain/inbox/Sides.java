package io.confab.domain.inbox;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.ConversationRepository;
import io.confab.domain.conversation.Heads;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.group.GroupMemberRepository.WithGroup;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.ids.Ids;
import io.confab.domain.membership.GroupChanges;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.message.MessageRepository.SpecialAbove;
import io.confab.domain.message.ShortMessage;
import io.confab.domain.storage.Healing;
import io.confab.domain.storage.Reads;
import io.confab.domain.storage.Reads.Both;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads a user's {@link Side}s in two steps of two reads at once: my conversations and my groups; then the newest messages
 * (including the number after each head) and, where there may be any, the messages above my marks that counts alone do not
 * cover (my own, revoked ones, mentions).
 *
 * <p>Work that a crash left unfinished is completed here, within the limits of {@link Healing}: a head behind its log, a member
 * without a conversation document, a pending change of a group. Except for such changes, the result is the same without it.
 */
@Singleton
class Sides {
    /** Number of a user's newest conversations whose heads are compared with their logs. */
    private static final int MAX_HEADS_CHECKED = 1_000;

    private final ConversationRepository conversations;
    private final GroupMemberRepository members;
    private final GroupChanges changes;
    private final MessageRepository messages;
    private final Heads heads;
    private final Reads reads;
    private final int noteLength;

    Sides(
            ConversationRepository conversations,
            GroupMemberRepository members,
            GroupChanges changes,
            MessageRepository messages,
            Heads heads,
            Reads reads,
            ConfabConfig config) {
        this.conversations = conversations;
        this.members = members;
        this.changes = changes;
        this.messages = messages;
        this.heads = heads;
        this.reads = reads;
        this.noteLength = config.noteLength();
    }

    /** All of a user's sides, as their heads describe them. Two commands. */
    List<Side> ofUser(String uid, Healing healing) {
        Both<List<WithGroup>, List<Conversation>> found =
                reads.both(() -> members.findOfUser(uid), () -> conversations.findOfUser(uid));
        List<Side> sides = new ArrayList<>();
        Map<String, Conversation> ofGroups = new HashMap<>();
        for (Conversation conversation : found.here()) {
            if (conversation.type == Conversation.SINGLE) {
                sides.add(Side.ofSingle(conversation));
            } else {
                ofGroups.put(conversation.groupId, conversation);
            }
        }
        List<WithGroup> standing = standing(found.aside(), healing);
        addMissing(uid, standing, ofGroups, healing);
        for (WithGroup member : standing) {
            sides.add(ofGroup(ofGroups.computeIfAbsent(member.groupId, id -> unstored(member)), member));
        }
        return sides;
    }

    /** A user's side of a conversation, even if it is hidden; it must exist. Two commands. */
    Side one(String uid, String conversationId) {
        Conversation mine = conversations.findOne(uid, conversationId).orElseThrow();
        return mine.type == Conversation.SINGLE
                ? Side.ofSingle(mine)
                : ofGroup(mine, members.findWithGroup(mine.groupId, uid).orElseThrow());
    }

    /** Adds to the sides what their unread counts need; completes nothing. */
    void completeToCount(List<Side> sides) {
        complete(sides, Healing.none(), () -> Optional.empty());
    }

    /**
     * Adds to the sides their newest messages and what their unread counts need. At most two commands, and one more if a head
     * was behind its log: then the messages that counts do not cover are read again, up to the end of the log.
     *
     * @param more read in the meantime
     */
    <T> T complete(List<Side> sides, Healing healing, Supplier<T> more) {
        List<SpecialAbove> needed = specialsNeeded(sides);
        Both<Special<T>, Boolean> found =
                reads.both(() -> new Special<>(findSpecials(needed), more.get()), () -> readNewest(sides, healing));
        boolean behind = found.here();
        List<Message> specials =
                behind ? findSpecials(specialsNeeded(sides)) : found.aside().messages();
        Map<String, List<Message>> byConversation =
                specials.stream().collect(Collectors.groupingBy(message -> message.conversationId));
        sides.forEach(side -> side.setSpecials(byConversation.getOrDefault(side.id(), List.of())));
        return found.aside().more();
    }

    private record Special<T>(List<Message> messages, T more) {}

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
        mine.notificationSeenTime = member.createTime;
        return mine;
    }

    /** Reads the newest message of each side; true if a head was behind its log. */
    boolean readNewest(Collection<Side> sides, Healing healing) {
        Collection<Side> checked = sides.size() <= MAX_HEADS_CHECKED
                ? sides
                : sides.stream()
                        .sorted(Side.NEWEST_FIRST)
                        .limit(MAX_HEADS_CHECKED)
                        .toList();
        Set<String> keys = new HashSet<>();
        for (Side side : checked) {
            keys.add(Message.seqKey(side.id(), side.lastSeq()));
            keys.add(Message.seqKey(side.id(), side.lastSeq() + 1));
            keys.add(Message.seqKey(side.id(), side.shownSeq()));
        }
        Map<String, ShortMessage> found = messages.findShort(keys, noteLength).stream()
                .collect(Collectors.toMap(each -> each.message().seqKey, Function.identity()));
        boolean anyBehind = false;
        for (Side side : checked) {
            if (found.containsKey(Message.seqKey(side.id(), side.lastSeq() + 1))) {
                anyBehind = true;
                catchUp(side, healing);
            } else {
                Optional.ofNullable(found.get(Message.seqKey(side.id(), side.lastSeq())))
                        .ifPresent(newest -> setNewest(side, newest.message(), healing));
                side.setShown(found.get(Message.seqKey(side.id(), side.shownSeq())));
            }
        }
        return anyBehind;
    }

    private void catchUp(Side side, Healing healing) {
        Message newest = messages.findNewest(side.id()).orElseThrow();
        advance(newest, healing);
        side.setNewest(newest);
        side.setShown(
                side.shownSeq() == newest.seq
                        ? ShortMessage.of(newest, noteLength)
                        : messages.findShort(List.of(Message.seqKey(side.id(), side.shownSeq())), noteLength).stream()
                                .findFirst()
                                .orElse(null));
    }

    /** If a revoke died before it updated the head, the text is still in the preview: it is replaced here. */
    private void setNewest(Side side, Message newest, Healing healing) {
        if (newest.revoked && !side.noteSaysRevoked()) {
            advance(newest, healing);
        }
        side.setNewest(newest);
    }

    private void advance(Message newest, Healing healing) {
        healing.attempt("head of a conversation", newest.conversationId, () -> heads.advance(newest));
    }

    private static List<SpecialAbove> specialsNeeded(Collection<Side> sides) {
        return sides.stream().flatMap(side -> side.specialsNeeded().stream()).toList();
    }

    private List<Message> findSpecials(List<SpecialAbove> needed) {
        return needed.isEmpty() ? List.of() : messages.findSpecialAbove(needed);
    }
}
