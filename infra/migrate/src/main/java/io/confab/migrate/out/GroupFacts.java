package io.confab.migrate.out;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.ne;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bson.Document;

/**
 * Facts about a group's members that their conversation documents do not contain: do-not-disturb, and whether the notification
 * was seen.
 */
record GroupFacts(Set<String> muted, Map<String, Notice> notices) {

    private record Notice(String uid, long time) {}

    /** Reads them for all groups; needs memory for each member who mutes a group, and for each group with a notification. */
    static GroupFacts read(MongoDatabase database) {
        Set<String> muted = new HashSet<>();
        database.getCollection(GroupMember.COLLECTION)
                .find(eq("do_not_disturb", true))
                .projection(Projections.include("member_key"))
                .forEach(member -> muted.add(member.getString("member_key")));
        Map<String, Notice> notices = new HashMap<>();
        database.getCollection(Group.COLLECTION)
                .find(ne("notification_uid", null))
                .projection(Projections.include("notification_uid", "notification"))
                .forEach(group -> {
                    Document notification = group.get("notification", new Document());
                    boolean says = !notification.get("content", "").isEmpty();
                    Object time = notification.get("create_time");
                    if (says && time instanceof Number number) {
                        notices.put(
                                group.getString("_id"),
                                new Notice(group.getString("notification_uid"), number.longValue()));
                    }
                });
        return new GroupFacts(muted, notices);
    }

    /** Writes them into a conversation document. */
    void complete(ObjectNode side) {
        String groupId = side.path("group_id").asText("");
        String uid = side.path("user_id").asText();
        if (muted.contains(GroupMember.key(groupId, uid))) {
            side.put("mute", true);
        }
        Notice notice = notices.get(groupId);
        boolean unseen = notice != null
                && !notice.uid().equals(uid)
                && notice.time() > side.path("notification_seen_time").asLong();
        if (unseen) {
            side.put("has_unread_group_notification", true);
        }
    }
}
