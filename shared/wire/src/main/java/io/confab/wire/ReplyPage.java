package io.confab.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The items of a page that fit into a reply, in the form of the reply.
 *
 * @param nextCursor the cursor of the next page, if there is one; it points exactly to the end of this page
 */
public record ReplyPage(List<ObjectNode> data, Optional<String> nextCursor) {

    /** Writes as many items as fit. */
    public static <T> ReplyPage of(Page<T> page, Function<T, ObjectNode> form) {
        return of(page, form, form);
    }

    /**
     * As {@link #of(Page, Function)}.
     *
     * @param shorter the form of an item that is too large for any reply
     */
    public static <T> ReplyPage of(Page<T> page, Function<T, ObjectNode> form, Function<T, ObjectNode> shorter) {
        ReplySpace space = new ReplySpace();
        List<ObjectNode> data = new ArrayList<>();
        Page.Entry<T> last = null;
        for (Page.Entry<T> entry : page.entries()) {
            Optional<ObjectNode> fitting = space.take(form.apply(entry.item()), () -> shorter.apply(entry.item()));
            if (fitting.isEmpty()) {
                return new ReplyPage(data, Optional.of(last.cursorBehind().get()));
            }
            data.add(fitting.get());
            last = entry;
        }
        return new ReplyPage(data, page.next());
    }
}
