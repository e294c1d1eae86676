package io.confab.domain.conversation;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupMemberRepository;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * A user's own side of a conversation (contract section 9, Conversations). Membership is the truth: a member's document that a
 * crash left out is made.
 */
@Singleton
class OwnConversations {
    private final ConversationRepository conversations;
    private final GroupMemberRepository members;

    OwnConversations(ConversationRepository conversations, GroupMemberRepository members) {
        this.conversations = conversations;
        this.members = members;
    }

    /**
     * The user's side.
     *
     * @throws Refusal 403 when the conversation is not theirs, whether it exists or not
     */
    Conversation get(String uid, String conversationId) {
        if (!ConversationIds.isGroup(conversationId)) {
            return conversations
                    .findOne(uid, conversationId)
                    .orElseThrow(() -> new Refusal(ErrorCode.NO_PERMISSION, "conversation_id: not yours"));
        }
        GroupMember member = members.findOne(ConversationIds.groupId(conversationId), uid)
                .orElseThrow(() -> new Refusal(ErrorCode.NOT_GROUP_MEMBER, "you are not a member of this group"));
        return ofMember(member);
    }

    /** A member's side of the group's conversation. */
    Conversation ofMember(GroupMember member) {
        String conversationId = ConversationIds.group(member.groupId);
        return conversations.findOne(member.userId, conversationId).orElseGet(() -> {
            conversations.createForMembers(member.groupId, List.of(member));
            return conversations.findOne(member.userId, conversationId).orElseThrow();
        });
    }
}
