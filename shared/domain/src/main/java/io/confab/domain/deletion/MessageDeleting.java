package io.confab.domain.deletion;

import io.confab.domain.access.ConversationReader;
import io.confab.domain.access.ConversationReaders;
import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.Conversation.DeletedMessage;
import io.confab.domain.conversation.ConversationRepository;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageRepository;
import io.confab.domain.push.ControlPush;
import io.confab.domain.push.OwnDevices;
import io.confab.domain.push.Pushes;
import io.confab.domain.user.Admitted;
import io.confab.domain.user.Caller;
import io.confab.domain.user.TokenBearer;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * deleteMsg: hides a message from one reader (docs/api/messages.md#deletemsg;
 * docs/decisions/0016-deletions-and-readers-cost-a-send-nothing.md).
 *
 * <p>One write on the reader's own conversation document is the whole deletion: if the process dies before it, nothing
 * happened; after it, everything has. Deleting twice, even at the same time, has the same result. The document holds a limited
 * number of deletions: older ones below the read mark are copied to an archive first and then removed, so if the process dies
 * in between, they are in both. The message itself is never changed. The reader's other devices are told; if the process dies
 * before, they see it at their next question for changes. 3 commands, and 2 more once in some hundred calls.
 */
@Singleton
public class MessageDeleting {
    /** Maximum number of deletions in a conversation document. */
    static final int MAX_KEPT = 500;

    private final MessageRepository messages;
    private final ConversationReaders readers;
    private final ConversationRepository conversations;
    private final DeletionArchive archive;
    private final Pushes pushes;

    MessageDeleting(
            MessageRepository messages,
            ConversationReaders readers,
            ConversationRepository conversations,
            DeletionArchive archive,
            Pushes pushes) {
        this.messages = messages;
        this.readers = readers;
        this.conversations = conversations;
        this.archive = archive;
        this.pushes = pushes;
    }

    /**
     * Deletes a message for the bearer only; deleting it again is a success. Returns the message, which others still see.
     *
     * @throws Refusal 404 when the bearer may not see the message; 429 when 500 deleted messages of the conversation are
     *     unread, until it is marked read
     */
    public Admitted<Message> delete(TokenBearer bearer, String messageId) {
        Message message = messages.findOne(messageId).orElseThrow(MessageDeleting::notFound);
        return readers.findWithDevices(
                bearer,
                message.conversationId,
                (caller, reader) -> delete(caller, reader.orElseThrow(MessageDeleting::notFound), message));
    }

    private Message delete(Caller caller, ConversationReader reader, Message message) {
        Conversation mine = reader.mine();
        reader.member()
                .filter(member -> mine.documentId == null)
                .ifPresent(member -> conversations.createForMembers(member.groupId, List.of(member)));
        if (mine.deletedSeqs().contains(message.seq)) {
            return message;
        }
        makeRoom(mine);
        boolean countable = !message.isSystem() && !message.fromUid.equals(mine.userId);
        long changeTime = conversations.markDeleted(mine, new DeletedMessage(message.seq, countable));
        pushes.deliver(OwnDevices.tell(
                caller, reader.devices(), new ControlPush.ConversationUpdated(mine.conversationId, changeTime)));
        return message;
    }

    private void makeRoom(Conversation mine) {
        if (mine.deleted == null || mine.deleted.size() < MAX_KEPT) {
            return;
        }
        long mark = mine.readMark();
        List<Long> old = mine.deleted.stream()
                .map(deleted -> deleted.seq)
                .filter(seq -> seq <= mark)
                .sorted()
                .limit(mine.deleted.size() - MAX_KEPT / 2L)
                .toList();
        if (old.isEmpty()) {
            throw new Refusal(
                    ErrorCode.RATE_LIMITED,
                    "msgId: " + MAX_KEPT + " deleted messages are unread: mark them read first");
        }
        archive.add(mine.userKey, old);
        conversations.forgetDeleted(mine, old, old.get(old.size() - 1));
    }

    private static Refusal notFound() {
        return new Refusal(ErrorCode.MESSAGE_NOT_FOUND, "msgId: no such message");
    }
}
