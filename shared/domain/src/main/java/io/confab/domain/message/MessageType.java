package io.confab.domain.message;

import java.util.Arrays;
import java.util.Optional;

/** The types of a message and the preview of each (docs/api/messages.md#sendmsg). */
public enum MessageType {
    TEXT("text", ""),
    IMAGE("image", "[图片]"),
    SOUND("sound", "[语音]"),
    VIDEO("video", "[视频]"),
    FILE("file", "[文件]"),
    CODE("code", "[代码]"),
    LOCATION("location", "[位置]"),
    RICH_TEXT("rich-text", "[图文消息]"),
    HISTORY("history", "[聊天记录]"),
    USERINFO_CARD("userinfo-card", "[名片]"),
    SYSTEM("system", "[系统消息]");

    private final String wireName;
    private final String note;

    MessageType(String wireName, String note) {
        this.wireName = wireName;
        this.note = note;
    }

    public static Optional<MessageType> of(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(wireName))
                .findFirst();
    }

    public String wireName() {
        return wireName;
    }

    /** The fixed preview; empty for text, whose preview is its own beginning. */
    String note() {
        return note;
    }
}
