package io.confab.domain.message;

/**
 * A message as one user sees it. What is shown of its body is computed when the message is written, so that a page holds no
 * body twice.
 *
 * @param isRead whether its receiver has read it; in groups nobody knows
 */
public record SeenMessage(Message message, boolean isRead) {

    /**
     * As one user of the conversation sees it: it is read when the receiver's mark has reached it.
     *
     * @param ownMark up to which number the user has read
     * @param peerMark up to which number the other user has read
     */
    public static SeenMessage by(String uid, Message message, long ownMark, long peerMark) {
        return new SeenMessage(
                message,
                message.isGroup() ? message.read : message.seq <= (message.fromUid.equals(uid) ? peerMark : ownMark));
    }
}
