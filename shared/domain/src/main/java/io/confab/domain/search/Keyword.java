package io.confab.domain.search;

import io.confab.domain.message.Message;
import io.confab.domain.message.MessageType;
import io.confab.domain.text.Cut;
import io.confab.domain.text.Folding;

/**
 * The keyword of a search: a text is found if it contains the keyword, whatever the case of the letters and whether characters
 * are composed or decomposed. All scripts are treated alike; Chinese needs no word boundaries.
 */
final class Keyword {
    /** Number of characters of a text that are searched (docs/api/messages.md#searchmsg). */
    static final int SEARCHED_LENGTH = 500;

    private final String folded;

    Keyword(String keyword) {
        this.folded = Folding.fold(keyword);
    }

    /** The searched part of a message, folded; empty if it is not a text, or revoked. */
    static String searched(Message message) {
        boolean isText = MessageType.TEXT.wireName().equals(message.type)
                && !message.revoked
                && message.body != null
                && message.body.isString();
        return isText ? Folding.fold(Cut.first(message.body.asString().getValue(), SEARCHED_LENGTH)) : "";
    }

    /** The whole text of a message; empty if it is none. */
    static String textOf(Message message) {
        return message.body != null && message.body.isString()
                ? message.body.asString().getValue()
                : "";
    }

    boolean isIn(Message message) {
        return searched(message).contains(folded);
    }

    /** Whether a text with these pairs of characters may contain it. */
    boolean mayBeIn(PairFilter filter) {
        return filter.mayContainAll(folded);
    }
}
