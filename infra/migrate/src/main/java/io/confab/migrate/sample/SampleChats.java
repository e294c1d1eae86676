package io.confab.migrate.sample;

import static io.confab.migrate.sample.Lines.object;
import static io.confab.migrate.sample.Lines.time;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Conversations with their messages, members and the unread count of each side; the files do not contradict each other. */
final class SampleChats implements AutoCloseable {
    private static final int MAX_UNREAD = 20;
    private static final int NOTE_LENGTH = 30;

    private final Random random;
    private final Lines messages;
    private final Lines sides;
    private final Lines members;
    private long ids;

    SampleChats(Path folder, Random random) throws IOException {
        this.random = random;
        this.messages = new Lines(folder, "uni-im-msg");
        this.sides = new Lines(folder, "uni-im-conversation");
        this.members = new Lines(folder, "uni-im-group-member");
    }

    /** How a message affects the reader's unread count. */
    private record Said(ObjectNode json, String from, boolean counts, String note, long time) {}

    Lines messages() {
        return messages;
    }

    Lines sides() {
        return sides;
    }

    Lines members() {
        return members;
    }

    void group(String groupId, List<String> people, long time, int count) throws IOException {
        String id = "group_" + groupId;
        List<Said> said = talk(id, people, time, count, json -> json.put("group_id", groupId));
        writeShuffled(said);
        for (int number = 0; number < people.size(); number++) {
            String uid = people.get(number);
            boolean left = number > 2 && random.nextInt(40) == 0;
            boolean removed = !left && random.nextInt(50) == 0;
            boolean mute = random.nextInt(10) == 0;
            if (!left) {
                ObjectNode member = object().put("_id", groupId + "-" + number).put("group_id", groupId);
                member.put("user_id", uid).put("mute_type", 0).set("create_time", time(time));
                if (number == 0) {
                    member.putArray("role").add("creator").add("admin");
                } else {
                    member.putArray("role");
                }
                members.write(member);
            }
            if (!removed) {
                ObjectNode side = side(id, 2, uid, said, time).put("group_id", groupId);
                side.put("mute", mute).put("leave", left);
                sides.write(side.put("unread_count", unread(said, uid)));
            }
        }
    }

    void single(String uid, String otherUid, long time, int count) throws IOException {
        String id = conversationId(uid, otherUid);
        List<Said> said = new ArrayList<>(talk(
                id,
                List.of(uid, otherUid),
                time,
                count,
                json -> json.put("to_uid", json.get("from_uid").textValue().equals(uid) ? otherUid : uid)));
        boolean removed = random.nextInt(30) == 0;
        int unread = removed ? 0 : unread(said, uid);
        int otherUnread = unread(said, otherUid);
        markRead(said, uid, unread);
        markRead(said, otherUid, otherUnread);
        writeShuffled(said);
        if (!removed) {
            sides.write(side(id, 1, uid, said, time).put("friend_uid", otherUid).put("unread_count", unread));
        }
        ObjectNode other = side(id, 1, otherUid, said, time).put("friend_uid", uid);
        sides.write(otherUnread % 3 == 1 ? other : other.put("unread_count", otherUnread));
    }

    /** An id as an ObjectId, later ones larger. */
    String nextId() {
        return String.format("64e0%020x", ids++);
    }

    static String conversationId(String uid, String otherUid) {
        String pair = uid.compareTo(otherUid) < 0 ? uid + "," + otherUid : otherUid + "," + uid;
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(pair.getBytes(StandardCharsets.UTF_8));
            return "single_" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Address {
        ObjectNode to(ObjectNode message);
    }

    private List<Said> talk(String id, List<String> people, long from, int count, Address address) {
        List<Said> said = new ArrayList<>();
        long time = from;
        for (int number = 0; number < count; number++) {
            time += random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(3_600_000);
            boolean system = number == 0 && people.size() > 2;
            boolean revoked = !system && random.nextInt(60) == 0;
            String author = system ? people.get(0) : people.get(random.nextInt(people.size()));
            ObjectNode json = object();
            json.set("_id", Lines.oid(nextId()));
            json.put("conversation_id", id).put("from_uid", author);
            String note = system ? notice(json) : content(json);
            json.put("is_read", false).put("is_revoke", revoked).put("appid", Sample.APP);
            json.set("create_time", time(time));
            if (revoked) {
                json.set("update_time", time(time + 30_000));
            }
            if (people.size() > 2 && !system && random.nextInt(50) == 0) {
                json.putArray("call_uid").add(people.get(random.nextInt(people.size())));
            }
            said.add(new Said(address.to(json), author, !system && !revoked, revoked ? "[消息已被撤回]" : note, time));
        }
        return said;
    }

    private String content(ObjectNode message) {
        switch (random.nextInt(12)) {
            case 0 -> {
                message.put("type", "image")
                        .putObject("body")
                        .put("url", "https://files.example/i.png")
                        .put("width", 640);
                return "[图片]";
            }
            case 1 -> {
                message.put("type", "file")
                        .putObject("body")
                        .put("url", "https://files.example/f")
                        .put("name", "f.txt")
                        .set("size", object().put("$numberInt", "12"));
                return "[文件]";
            }
            case 2 -> {
                message.put("type", "location")
                        .putObject("body")
                        .put("latitude", 39.9)
                        .put("longitude", 116.4)
                        .put("a.b", "dotted");
                return "[位置]";
            }
            default -> {
                String text = "message\nnumber " + ids + " 你好".repeat(random.nextInt(12));
                message.put("type", "text").put("body", text);
                String line = text.replace("\n", "");
                return line.substring(0, Math.min(NOTE_LENGTH, line.length()));
            }
        }
    }

    private static String notice(ObjectNode message) {
        message.put("type", "system")
                .put("action", "join-group-notice")
                .putObject("body")
                .putArray("user_list");
        return "[系统消息]";
    }

    private int unread(List<Said> said, String uid) {
        long most = said.stream()
                .filter(one -> one.counts() && !one.from().equals(uid))
                .count();
        int wanted = random.nextBoolean() ? 0 : random.nextInt(MAX_UNREAD);
        return (int) Math.min(most, wanted);
    }

    private static void markRead(List<Said> said, String uid, int unread) {
        int left = unread;
        for (int number = said.size() - 1; number >= 0; number--) {
            Said one = said.get(number);
            if (one.from().equals(uid)) {
                continue;
            }
            one.json().put("is_read", !(one.counts() && left > 0));
            left -= one.counts() ? 1 : 0;
        }
    }

    private ObjectNode side(String id, int type, String uid, List<Said> said, long time) {
        Said newest = said.isEmpty() ? null : said.get(said.size() - 1);
        ObjectNode side = object().put("_id", "side" + nextId())
                .put("id", id)
                .put("type", type)
                .put("user_id", uid);
        side.put("last_msg_note", newest == null ? "" : newest.note());
        side.set("update_time", time(newest == null ? time : newest.time()));
        side.set("create_time", time(time));
        side.put("pinned", random.nextInt(20) == 0).put("hidden", random.nextInt(30) == 0);
        return side.put("has_unread_group_notification", type == 2 && random.nextInt(25) == 0);
    }

    private void writeShuffled(List<Said> said) throws IOException {
        List<Said> order = new ArrayList<>(said);
        Collections.shuffle(order, random);
        for (Said one : order) {
            messages.write(one.json());
        }
    }

    @Override
    public void close() throws IOException {
        messages.close();
        sides.close();
        members.close();
    }
}
