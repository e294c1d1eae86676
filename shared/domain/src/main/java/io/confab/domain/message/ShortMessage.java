package io.confab.domain.message;

/**
 * A message as a list of conversations shows it. Always small.
 *
 * @param message without its body
 * @param body the body as in a push
 * @param note {@code last_msg_note}
 */
public record ShortMessage(Message message, ShownBody body, String note) {

    /** Removes the body from the message. */
    public static ShortMessage of(Message whole, int noteLength) {
        ShortMessage shortened =
                new ShortMessage(whole, ShownBody.brief(whole, noteLength), Preview.note(whole, noteLength));
        whole.body = null;
        return shortened;
    }
}
