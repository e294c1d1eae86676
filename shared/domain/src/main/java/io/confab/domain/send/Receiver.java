package io.confab.domain.send;

import io.confab.domain.ids.ConversationIds;
import io.confab.domain.message.Message;
import java.util.function.Function;

/** Whom a message is for: a user or a group. */
public sealed interface Receiver {

    /** The other user of a single chat. */
    record Person(String uid) implements Receiver {
        @Override
        public String conversationId(String senderUid) {
            return ConversationIds.single(senderUid, uid);
        }

        @Override
        public void address(Message draft) {
            draft.toUid = uid;
        }

        @Override
        public boolean gets(Message stored) {
            return uid.equals(stored.toUid) && stored.groupId == null;
        }

        @Override
        public <T> T fold(Function<Person, T> person, Function<InGroup, T> inGroup) {
            return person.apply(this);
        }
    }

    /** Everyone in a group. */
    record InGroup(String groupId) implements Receiver {
        @Override
        public String conversationId(String senderUid) {
            return ConversationIds.group(groupId);
        }

        @Override
        public void address(Message draft) {
            draft.groupId = groupId;
        }

        @Override
        public boolean gets(Message stored) {
            return groupId.equals(stored.groupId) && stored.toUid == null;
        }

        @Override
        public <T> T fold(Function<Person, T> person, Function<InGroup, T> inGroup) {
            return inGroup.apply(this);
        }
    }

    /** The conversation in which this sender's messages get there. */
    String conversationId(String senderUid);

    /** Writes on the message whom it is for. */
    void address(Message draft);

    /** Whether a stored message is for this receiver. */
    boolean gets(Message stored);

    /** The result of the function for this kind of receiver. */
    <T> T fold(Function<Person, T> person, Function<InGroup, T> inGroup);
}
