package io.confab.domain.group;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.storage.FreeJson;

/** A group as its members know it (contract section 3, getConversationList). */
public final class GroupView {
    private GroupView() {}

    /** An element of {@code group_info}. */
    public static ObjectNode info(Group group) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("_id", group.id);
        json.put("user_id", group.userId);
        json.put("name", group.name);
        json.put("introduction", group.introduction == null ? "" : group.introduction);
        if (group.notification != null) {
            json.set("notification", FreeJson.toJson(group.notification));
        }
        if (group.avatarFile != null) {
            json.set("avatar_file", group.avatarFile.toJson());
        }
        json.put("join_option", group.joinOption);
        json.put("mute_all_members", Boolean.TRUE.equals(group.muteAllMembers));
        if (group.type != null) {
            json.put("type", group.type);
        }
        return json;
    }
}
