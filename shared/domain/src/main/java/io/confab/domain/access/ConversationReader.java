package io.confab.domain.access;

import io.confab.domain.conversation.Conversation;
import io.confab.domain.device.Device;
import io.confab.domain.group.GroupMember;
import java.util.List;
import java.util.Optional;

/**
 * A user who may read a conversation.
 *
 * @param mine their side of it; if a crash prevented a member's document, an empty one, which is not stored
 * @param member their membership, if the conversation is a group's
 * @param devices their devices, if these were asked for
 */
public record ConversationReader(Conversation mine, Optional<GroupMember> member, List<Device> devices) {}
