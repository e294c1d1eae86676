package io.confab.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.readers.MessageReader;
import io.confab.domain.readers.ReadersPage;
import java.util.List;

/** Who has read a message (docs/api/messages.md#getmsgreaders). */
public final class ReaderJson {
    private ReaderJson() {}

    /** Somebody who was to read the message; {@code time} says when they did. */
    public static ObjectNode person(MessageReader reader) {
        ObjectNode json = UserJson.profile(reader.profile());
        reader.readTime().ifPresent(time -> json.put("time", time));
        return json;
    }

    /**
     * {@code {read_count,unread_count,read:[…],unread:[…]}}.
     *
     * @param fitting the first people of the page, in the form of {@link #person}
     */
    public static ObjectNode data(ReadersPage page, List<ObjectNode> fitting) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("read_count", page.readCount());
        data.put("unread_count", page.unreadCount());
        ArrayNode read = data.putArray("read");
        ArrayNode unread = data.putArray("unread");
        List<MessageReader> people = page.people().items();
        for (int i = 0; i < fitting.size(); i++) {
            (people.get(i).readTime().isPresent() ? read : unread).add(fitting.get(i));
        }
        return data;
    }
}
