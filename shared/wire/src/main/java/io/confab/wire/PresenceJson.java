package io.confab.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.presence.Presence;

/** Who is online (docs/api/people.md#getpresence). */
public final class PresenceJson {
    private PresenceJson() {}

    /** An element of getPresence. */
    public static ObjectNode presence(Presence presence) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("_id", presence.uid());
        json.put("online", presence.isOnline());
        presence.platforms().forEach(json.putArray("platforms")::add);
        presence.lastTime().ifPresent(time -> json.put("last_time", time));
        return json;
    }
}
