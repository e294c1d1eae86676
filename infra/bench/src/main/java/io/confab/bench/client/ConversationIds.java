package io.confab.bench.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids of conversations (docs/rules.md#ids). */
public final class ConversationIds {
    private ConversationIds() {}

    public static String single(String uid, String otherUid) {
        boolean inOrder = uid.compareTo(otherUid) <= 0;
        String joined = inOrder ? uid + "," + otherUid : otherUid + "," + uid;
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(joined.getBytes(UTF_8));
            return "single_" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no MD5", e);
        }
    }

    public static String group(String groupId) {
        return "group_" + groupId;
    }
}
