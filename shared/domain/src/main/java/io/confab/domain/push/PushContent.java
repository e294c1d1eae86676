package io.confab.domain.push;

/**
 * What a push says (docs/rules.md#pushes). It is written for devices outside the domain; {@link Form} has one method for each
 * kind, so a kind that nobody writes does not compile.
 */
public sealed interface PushContent permits MessagePush, ControlPush, NotificationPush, GivenPush {

    /** Writes this content. */
    <T> T in(Form<T> form);

    /** A way to write each kind of content. */
    interface Form<T> {
        T message(MessagePush push);

        T notification(NotificationPush push);

        T given(GivenPush push);

        T revoked(ControlPush.Revoked push);

        T unreadCleared(ControlPush.UnreadCleared push);

        T messagesRead(ControlPush.MessagesRead push);

        T conversationUpdated(ControlPush.ConversationUpdated push);

        T friendRemoved(ControlPush.FriendRemoved push);
    }
}
