package io.confab.domain.group;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.message.MessageView;
import io.confab.domain.storage.FreeJson;
import io.confab.domain.text.Cut;
import io.confab.domain.text.Names;
import io.confab.domain.user.AvatarFile;
import java.util.Optional;

/**
 * A group as its members see it (docs/api/conversations.md#getconversationlist), kept within limits whoever stored it, so that
 * no group can make the lists of its members fail (docs/rules.md#people).
 */
public final class GroupView {
    private static final int MAX_TYPE = 1_000;
    private static final int MAX_EXT = 5_000;

    private GroupView() {}

    /** An element of {@code group_info}. */
    public static ObjectNode info(Group group) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("_id", group.id);
        json.put("user_id", group.userId);
        putOutside(json, group);
        notification(group).ifPresent(notification -> json.set("notification", notification));
        json.put("join_option", JoinOptions.of(group));
        json.put("mute_all_members", Boolean.TRUE.equals(group.muteAllMembers));
        if (group.type != null) {
            json.put("type", Cut.first(group.type, MAX_TYPE));
        }
        Optional.ofNullable(group.ext)
                .map(FreeJson::toJson)
                .filter(ext -> MessageView.jsonLength(ext) <= MAX_EXT)
                .ifPresent(ext -> json.set("ext", ext));
        return json;
    }

    /** The fields that users outside the group see too: {@code {name,introduction,avatar_file?}}. */
    public static void putOutside(ObjectNode json, Group group) {
        json.put("name", Names.shown(group.name, GroupSettings.MAX_NAME));
        json.put(
                "introduction",
                group.introduction == null ? "" : Cut.first(group.introduction, GroupSettings.MAX_INTRODUCTION));
        AvatarFile.shown(group.avatarFile).ifPresent(avatar -> json.set("avatar_file", avatar.toJson()));
    }

    private static Optional<ObjectNode> notification(Group group) {
        if (group.notification == null || !group.notification.isDocument()) {
            return Optional.empty();
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("content", Cut.first(group.notificationContent(), GroupSettings.MAX_NOTIFICATION));
        return Optional.of(json.put("create_time", group.notificationTime()));
    }
}
