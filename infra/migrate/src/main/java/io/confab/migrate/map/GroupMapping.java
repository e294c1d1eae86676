package io.confab.migrate.map;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.group.GroupSettings;
import io.confab.domain.json.Params;
import io.confab.domain.storage.FreeJson;
import io.confab.migrate.origin.Source;
import io.confab.migrate.report.NotTakenException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Groups and memberships. */
public final class GroupMapping {
    private static final String OPEN_TO_ALL = "freeAccess";
    private static final String ON_REQUEST = "needPermission";
    private static final Set<String> JOIN_OPTIONS = Set.of(OPEN_TO_ALL, ON_REQUEST, "disableApply");

    private GroupMapping() {}

    /** A group without messages. An unknown {@code join_option} becomes {@code needPermission}. */
    static BsonDocument group(Source source, Known known, Bounds bounds) throws NotTakenException {
        Group group = new Group();
        group.id = Known.id(source);
        group.userId = known.user(source, "user_id");
        group.createKey = group.userId + "#" + group.id;
        group.name = bounds.name("name", GroupSettings.MAX_NAME).orElse("");
        group.introduction =
                bounds.text("introduction", GroupSettings.MAX_INTRODUCTION).orElse("");
        group.createTime = source.time("create_time").orElse(0L);
        group.updateTime = source.time("update_time").orElse(group.createTime);
        group.notification = notification(source, group.updateTime, bounds).orElse(null);
        group.avatarFile = bounds.avatar().orElse(null);
        group.joinOption = source.text("join_option")
                .map(option -> JOIN_OPTIONS.contains(option) ? option : ON_REQUEST)
                .orElse(OPEN_TO_ALL);
        group.muteAllMembers = source.flag("mute_all_members");
        group.type = bounds.text("type", Params.MAX_STRING).orElse(null);
        group.dissolvedTime = source.time("dissolved_time").orElse(null);
        group.lastSeq = 0L;
        group.lastN = 0L;
        group.lastTime = group.updateTime;
        group.ext = source.value("ext").map(FreeJson::toBson).orElse(null);
        group.fold();
        BsonDocument document = Documents.of(group);
        Relations.copyText(source, "notification_uid", document);
        return document;
    }

    /** A membership, without the fields that depend on messages. The creator is an admin, and nobody else is a creator. */
    public static GroupMember member(Source source, Known known) throws NotTakenException {
        GroupMember member = new GroupMember();
        member.id = Known.id(source);
        member.groupId = known.group(source, "group_id");
        member.userId = known.user(source, "user_id");
        member.memberKey = GroupMember.key(member.groupId, member.userId);
        boolean admin = source.texts("role").contains(GroupMember.ADMIN);
        member.role = known.isCreator(member.groupId, member.userId)
                ? List.of(GroupMember.CREATOR, GroupMember.ADMIN)
                : admin ? List.of(GroupMember.ADMIN) : List.of();
        member.muteType = source.number("mute_type").map(Long::intValue).orElse(0);
        member.createTime = source.time("create_time").orElse(0L);
        member.activeTime = source.time("active_time").orElse(null);
        return member;
    }

    private static Optional<BsonValue> notification(Source source, long time, Bounds bounds) {
        JsonNode notification = source.json().path("notification");
        JsonNode content = notification.isTextual() ? notification : notification.path("content");
        if (!content.isTextual()
                || (notification.isTextual() && content.textValue().isEmpty())) {
            return Optional.empty();
        }
        BsonDocument kept = notification.isTextual()
                ? new BsonDocument("create_time", new BsonInt64(time))
                : FreeJson.toBson(notification).asDocument();
        String text = bounds.cut("notification", content.textValue(), GroupSettings.MAX_NOTIFICATION);
        return Optional.of(kept.append("content", new BsonString(text)));
    }
}
