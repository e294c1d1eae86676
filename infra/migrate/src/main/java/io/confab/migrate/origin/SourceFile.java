package io.confab.migrate.origin;

import java.util.Set;

/**
 * The collections that are read, and the fields of each that are imported: those of uni-im, and those that Confab's own export
 * adds. Other fields are left out.
 */
public enum SourceFile {
    USERS(
            "uni-id-users",
            Set.of(
                    "_id",
                    "username",
                    "nickname",
                    "avatar_file",
                    "avatar",
                    "gender",
                    "mobile",
                    "email",
                    "status",
                    "role",
                    "dcloud_appid",
                    "tags",
                    "identities",
                    "register_date",
                    "valid_token_date")),
    DEVICES(
            "uni-id-device",
            Set.of(
                    "_id",
                    "user_id",
                    "device_id",
                    "appid",
                    "dcloud_appid",
                    "platform",
                    "push_clientid",
                    "token_expired",
                    "channel",
                    "endpoint")),
    GROUPS(
            "uni-im-group",
            Set.of(
                    "_id",
                    "user_id",
                    "name",
                    "introduction",
                    "notification",
                    "avatar_file",
                    "join_option",
                    "mute_all_members",
                    "type",
                    "ext",
                    "create_time",
                    "update_time",
                    "notification_uid",
                    "dissolved_time")),
    MEMBERS(
            "uni-im-group-member",
            Set.of("_id", "group_id", "user_id", "role", "mute_type", "create_time", "active_time", "do_not_disturb")),
    JOINS(
            "uni-im-group-join",
            Set.of("_id", "group_id", "user_id", "message", "state", "creat_time", "create_time", "update_time")),
    FRIENDS("uni-im-friend", Set.of("_id", "user_id", "friend_uid", "mark", "class_name", "create_time")),
    INVITES(
            "uni-im-friend-invite",
            Set.of("_id", "from_uid", "to_uid", "message", "state", "creat_time", "create_time", "update_time")),
    NOTIFICATIONS(
            "uni-im-notification",
            Set.of(
                    "_id",
                    "user_id",
                    "title",
                    "content",
                    "payload",
                    "sound",
                    "open_url",
                    "path",
                    "is_read",
                    "create_time")),
    /** Only in an export of Confab: the messages that each user has deleted for themselves. */
    DELETIONS("uni-im-msg-deleted", Set.of("_id", "seqs")),
    CONVERSATIONS(
            "uni-im-conversation",
            Set.of(
                    "_id",
                    "id",
                    "type",
                    "user_id",
                    "friend_uid",
                    "group_id",
                    "unread_count",
                    "last_msg_note",
                    "update_time",
                    "create_time",
                    "pinned",
                    "mute",
                    "hidden",
                    "leave",
                    "draft",
                    "draft_time",
                    "delete_no",
                    "has_unread_group_notification",
                    "read_seq",
                    "deleted",
                    "deleted_archived_seq",
                    "blocked_time",
                    "notification_seen_time")),
    MESSAGES(
            "uni-im-msg",
            Set.of(
                    "_id",
                    "from_uid",
                    "to_uid",
                    "group_id",
                    "conversation_id",
                    "type",
                    "body",
                    "is_read",
                    "is_revoke",
                    "about_msg_id",
                    "appid",
                    "create_time",
                    "update_time",
                    "client_create_time",
                    "unique_id",
                    "call_uid",
                    "action",
                    "seq"));

    private final String collection;
    private final Set<String> fields;

    SourceFile(String collection, Set<String> fields) {
        this.collection = collection;
        this.fields = fields;
    }

    public String collection() {
        return collection;
    }

    public Set<String> fields() {
        return fields;
    }
}
