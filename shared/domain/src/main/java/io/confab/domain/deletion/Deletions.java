package io.confab.domain.deletion;

import io.confab.domain.conversation.Conversation;
import io.confab.domain.message.Message;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which messages of a conversation a user still sees after their deletions. */
@Singleton
public class Deletions {
    private final DeletionArchive archive;

    Deletions(DeletionArchive archive) {
        this.archive = archive;
    }

    /**
     * Those of one conversation's messages that the owner of this side has not deleted, in the same order. Costs one command if
     * the owner has deleted hundreds of messages and these are old; otherwise none.
     */
    public List<Message> visible(Conversation mine, List<Message> found) {
        Set<Long> hidden = new HashSet<>(mine.deletedSeqs());
        List<Long> old = found.stream()
                .map(message -> message.seq)
                .filter(seq -> seq <= mine.archivedUpTo() && !hidden.contains(seq))
                .toList();
        if (!old.isEmpty()) {
            hidden.addAll(archive.find(mine.userKey, old));
        }
        return hidden.isEmpty()
                ? found
                : found.stream()
                        .filter(message -> !hidden.contains(message.seq))
                        .toList();
    }

    public boolean isVisible(Conversation mine, Message message) {
        return !visible(mine, List.of(message)).isEmpty();
    }
}
