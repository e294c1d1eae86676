package io.confab.domain.inbox;

import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.ConversationRepository;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository;
import io.confab.domain.group.GroupMemberRepository.WithGroup;
import io.confab.domain.ids.ConversationIds;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * A user's own side of a conversation (docs/rules.md#conversations). Membership decides: if a crash prevented a member's
 * document, it is created.
 */
@Singleton
public class OwnConversations {
    private final ConversationRepository conversations;
    private final GroupMemberRepository members;

    OwnConversations(ConversationRepository conversations, GroupMemberRepository members) {
        this.conversations = conversations;
        this.members = members;
    }

    /** A side, and the group if the conversation is a group's. */
    public record Own(Conversation side, Optional<Group> group) {}

    /**
     * The user's side.
     *
     * @throws Refusal 403 when the conversation is not theirs, whether it exists or not; 404 for a member of a dissolved group
     */
    public Own get(String uid, String conversationId) {
        if (!ConversationIds.isGroup(conversationId)) {
            Conversation side = conversations
                    .findOne(uid, conversationId)
                    .orElseThrow(() -> new Refusal(ErrorCode.NO_PERMISSION, "conversation_id: not yours"));
            return new Own(side, Optional.empty());
        }
        WithGroup member = members.findWithGroup(ConversationIds.groupId(conversationId), uid)
                .orElseThrow(() -> new Refusal(ErrorCode.NOT_GROUP_MEMBER, "you are not a member of this group"));
        if (member.group().isDissolved()) {
            throw new Refusal(ErrorCode.GROUP_NOT_FOUND, "conversation_id: no such group");
        }
        return new Own(ofMember(member), Optional.of(member.group()));
    }

    /** A member's side of the group's conversation. */
    public Conversation ofMember(GroupMember member) {
        String conversationId = ConversationIds.group(member.groupId);
        return conversations.findOne(member.userId, conversationId).orElseGet(() -> {
            conversations.createForMembers(member.groupId, List.of(member));
            return conversations.findOne(member.userId, conversationId).orElseThrow();
        });
    }
}
