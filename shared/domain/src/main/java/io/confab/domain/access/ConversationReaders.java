package io.confab.domain.access;

import io.confab.domain.context.UserContext;
import io.confab.domain.context.UserContexts;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.ConversationRepository;
import io.confab.domain.device.Device;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.user.Admitted;
import io.confab.domain.user.Caller;
import io.confab.domain.user.TokenBearer;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides who may read a conversation: its two users, or the present members of its group (docs/rules.md#conversations). Gives
 * a reader only to the work of a call whose bearer it has admitted.
 */
@Singleton
public class ConversationReaders {
    private final UserContexts contexts;
    private final ConversationRepository conversations;
    private final GroupMemberRepository members;

    ConversationReaders(UserContexts contexts, ConversationRepository conversations, GroupMemberRepository members) {
        this.contexts = contexts;
        this.conversations = conversations;
        this.members = members;
    }

    /**
     * Admits the bearer and does the work for them as a reader of the conversation. One command besides the work.
     *
     * @throws Refusal when the bearer may not call; 403 if the conversation is not theirs, whether it exists or not; {@code
     *     group-not-found} when its group is dissolved; or as the work throws it
     */
    public <T> Admitted<T> require(TokenBearer bearer, String conversationId, Function<ConversationReader, T> work) {
        Optional<UserContext> context = contexts.reader(bearer.uid(), conversationId, false);
        return bearer.admit(context, caller -> {
            ConversationReader reader = reader(conversationId, context)
                    .orElseThrow(() -> ConversationIds.isGroup(conversationId)
                            ? new Refusal(ErrorCode.NOT_GROUP_MEMBER, "you are not a member of this group")
                            : new Refusal(ErrorCode.NO_PERMISSION, "conversation_id: not yours"));
            if (isDissolved(context)) {
                throw new Refusal(ErrorCode.GROUP_NOT_FOUND, "conversation_id: no such group");
            }
            return work.apply(reader);
        });
    }

    /**
     * As {@link #require}, for a method that does not say whose the conversation is.
     *
     * @param work gets nobody when the conversation is not the bearer's, or its group is dissolved
     * @throws Refusal when the bearer may not call, or as the work throws it
     */
    public <T> Admitted<T> find(
            TokenBearer bearer, String conversationId, Function<Optional<ConversationReader>, T> work) {
        return find(bearer, conversationId, false, (caller, reader) -> work.apply(reader));
    }

    /** As {@link #find}, for a method that also tells the caller's devices. */
    public <T> Admitted<T> findWithDevices(
            TokenBearer bearer, String conversationId, BiFunction<Caller, Optional<ConversationReader>, T> work) {
        return find(bearer, conversationId, true, work);
    }

    private <T> Admitted<T> find(
            TokenBearer bearer,
            String conversationId,
            boolean withDevices,
            BiFunction<Caller, Optional<ConversationReader>, T> work) {
        Optional<UserContext> context = contexts.reader(bearer.uid(), conversationId, withDevices);
        return bearer.admit(
                context,
                caller ->
                        work.apply(caller, isDissolved(context) ? Optional.empty() : reader(conversationId, context)));
    }

    private static Optional<ConversationReader> reader(String conversationId, Optional<UserContext> context) {
        Optional<Conversation> mine = context.flatMap(UserContext::conversation);
        List<Device> devices =
                context.flatMap(found -> Optional.ofNullable(found.devices)).orElse(List.of());
        if (!ConversationIds.isGroup(conversationId)) {
            return mine.map(side -> new ConversationReader(side, Optional.empty(), devices));
        }
        return context.flatMap(UserContext::member)
                .map(member ->
                        new ConversationReader(mine.orElseGet(() -> unstored(member)), Optional.of(member), devices));
    }

    private static boolean isDissolved(Optional<UserContext> context) {
        return context.flatMap(UserContext::group).filter(Group::isDissolved).isPresent();
    }

    /** The user's sides of the given conversations, as far as the user may read them, by conversation id. At most 2 commands. */
    public Map<String, Conversation> findAll(String uid, Collection<String> conversationIds) {
        Set<String> groups = conversationIds.stream()
                .filter(ConversationIds::isGroup)
                .map(ConversationIds::groupId)
                .collect(Collectors.toSet());
        Map<String, Conversation> sides = conversations.findAll(uid, conversationIds).stream()
                .collect(Collectors.toMap(side -> side.conversationId, side -> side));
        Map<String, Conversation> readable = new HashMap<>(sides);
        readable.keySet().removeIf(ConversationIds::isGroup);
        for (GroupMember member : members.findOfUserIn(uid, groups)) {
            String id = ConversationIds.group(member.groupId);
            readable.put(id, sides.getOrDefault(id, unstored(member)));
        }
        return readable;
    }

    private static Conversation unstored(GroupMember member) {
        Conversation mine = new Conversation();
        mine.conversationId = ConversationIds.group(member.groupId);
        mine.userId = member.userId;
        mine.userKey = Conversation.userKey(member.userId, mine.conversationId);
        mine.groupId = member.groupId;
        mine.type = Conversation.GROUP;
        return mine;
    }
}
