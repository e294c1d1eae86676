package io.confab.domain.ids;

/** Ids that both sides can compute (docs/rules.md#ids). */
public final class ConversationIds {
    private static final String GROUP_PREFIX = "group_";

    private ConversationIds() {}

    /** {@code single_} + md5 of the two uids, sorted and joined by a comma. */
    public static String single(String uid, String otherUid) {
        boolean ordered = uid.compareTo(otherUid) <= 0;
        return "single_" + Hashes.md5(ordered ? uid + "," + otherUid : otherUid + "," + uid);
    }

    public static String group(String groupId) {
        return GROUP_PREFIX + groupId;
    }

    public static boolean isGroup(String conversationId) {
        return conversationId.startsWith(GROUP_PREFIX);
    }

    /** The group of a group conversation's id. */
    public static String groupId(String conversationId) {
        return conversationId.substring(GROUP_PREFIX.length());
    }

    /** md5 of the JSON array of two ids: of a friend invite, or of a request to join a group (docs/rules.md#ids). */
    public static String pair(String first, String second) {
        return Hashes.md5("[\"" + first + "\",\"" + second + "\"]");
    }
}
