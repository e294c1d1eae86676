package io.confab.domain.group;

import io.confab.domain.ids.Hashes;
import io.confab.domain.text.Names;
import io.confab.domain.user.AvatarFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * A field of a group whose changes are announced, with its new value as it is stored and announced (docs/rules.md#groups).
 *
 * @param value within the limits of updateGroup
 */
public record GroupSetting(String field, BsonValue value) {
    /** The fields. */
    public static final List<String> FIELDS =
            List.of("name", "introduction", "notification", "avatar_file", "join_option", "mute_all_members");

    /** The fields that are given. */
    public static List<GroupSetting> of(GroupSettings settings, long now) {
        List<GroupSetting> given = new ArrayList<>();
        settings.name().ifPresent(name -> given.add(new GroupSetting("name", new BsonString(name))));
        settings.introduction().ifPresent(text -> given.add(new GroupSetting("introduction", new BsonString(text))));
        settings.notification()
                .map(text -> Group.notification(text, now))
                .ifPresent(notification -> given.add(new GroupSetting("notification", notification)));
        settings.avatarFile().ifPresent(avatar -> given.add(new GroupSetting("avatar_file", avatar.toBson())));
        settings.joinOption().ifPresent(option -> given.add(new GroupSetting("join_option", new BsonString(option))));
        settings.muteAllMembers()
                .ifPresent(mute -> given.add(new GroupSetting("mute_all_members", BsonBoolean.valueOf(mute))));
        return given;
    }

    /** The {@code action} of its announcement. */
    public String action() {
        return "update-group-info-" + field;
    }

    /** Identifies the value among all of this field. */
    public String digest() {
        return Hashes.md5(new BsonDocument("value", value).toJson());
    }

    /**
     * A value that another program has stored; absent if updateGroup would not store it. A notification may be a text, as
     * updateGroup is given it.
     *
     * @param time of the change
     */
    public static Optional<GroupSetting> stored(String field, BsonValue value, long time) {
        return switch (field) {
            case "name" -> text(value, GroupSettings.MAX_NAME)
                    .map(name -> Names.shown(name, GroupSettings.MAX_NAME))
                    .filter(name -> !name.isEmpty())
                    .map(name -> new GroupSetting(field, new BsonString(name)));
            case "introduction" -> text(value, GroupSettings.MAX_INTRODUCTION)
                    .map(text -> new GroupSetting(field, new BsonString(text)));
            case "notification" -> notification(value, time).map(stored -> new GroupSetting(field, stored));
            case "avatar_file" -> avatar(value).map(avatar -> new GroupSetting(field, avatar.toBson()));
            case "join_option" -> text(value, GroupSettings.MAX_INTRODUCTION)
                    .filter(JoinOptions::isOption)
                    .map(option -> new GroupSetting(field, new BsonString(option)));
            case "mute_all_members" -> Optional.of(value)
                    .filter(BsonValue::isBoolean)
                    .map(muted -> new GroupSetting(
                            field, BsonBoolean.valueOf(muted.asBoolean().getValue())));
            default -> Optional.empty();
        };
    }

    private static Optional<String> text(BsonValue value, int maxLength) {
        return Optional.of(value)
                .filter(BsonValue::isString)
                .map(text -> text.asString().getValue())
                .filter(text -> text.length() <= maxLength);
    }

    private static Optional<BsonValue> notification(BsonValue value, long time) {
        BsonDocument given = value.isDocument() ? value.asDocument() : new BsonDocument("content", value);
        BsonValue written = given.get("create_time");
        long createTime =
                written != null && written.isNumber() ? written.asNumber().longValue() : time;
        return Optional.ofNullable(given.get("content"))
                .flatMap(content -> text(content, GroupSettings.MAX_NOTIFICATION))
                .map(text -> Group.notification(text, createTime));
    }

    private static Optional<AvatarFile> avatar(BsonValue value) {
        if (!value.isDocument()) {
            return Optional.empty();
        }
        BsonDocument file = value.asDocument();
        return AvatarFile.shown(new AvatarFile(textOf(file, "name"), textOf(file, "extname"), textOf(file, "url")));
    }

    private static String textOf(BsonDocument file, String field) {
        return file.isString(field) ? file.getString(field).getValue() : null;
    }
}
