package io.confab.migrate.sample;

import static io.confab.migrate.sample.Lines.object;
import static io.confab.migrate.sample.Lines.time;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Writes the export of an invented database; the same size and seed give the same files. */
public final class Sample {
    static final long BEGINNING = 1_690_000_000_000L;
    static final String APP = "__UNI__SAMPLE";

    private static final double SHARE_OF_GROUPS = 0.6;
    private static final int MAX_MEMBERS = 120;
    private static final int DEVICES_EVERY = 3;

    private final Size size;
    private final Random random;

    public Sample(Size size, long seed) {
        this.size = size;
        this.random = new Random(seed);
    }

    /**
     * The size of the sample.
     *
     * @param defects number of faulty documents of each kind
     */
    public record Size(int users, int groups, int messages, int defects) {}

    /** Writes one file for each collection into the folder, which is created if it is missing. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        writePeople(folder);
        try (SampleChats chats = new SampleChats(folder, random)) {
            writeGroups(folder, chats);
            writeSingles(folder, chats);
            new Defects(folder, chats, size.defects()).write();
        }
    }

    static String uid(int number) {
        return String.format("64c0%020x", number);
    }

    static String groupId(int number) {
        return String.format("64d0%020x", number);
    }

    private void writePeople(Path folder) throws IOException {
        try (Lines users = new Lines(folder, "uni-id-users");
                Lines devices = new Lines(folder, "uni-id-device")) {
            for (int number = 0; number < size.users(); number++) {
                ObjectNode user = object();
                if (number % 2 == 0) {
                    user.put("_id", uid(number));
                } else {
                    user.set("_id", Lines.oid(uid(number)));
                }
                user.put("username", "user" + number).put("nickname", "Nick " + number);
                user.put("password", "{\"hash\"}").putArray("token").add("secret");
                user.put("status", 0).put("gender", number % 3);
                user.set("register_date", time(BEGINNING - 1_000 - number));
                if (number % 5 == 0) {
                    user.putObject("avatar_file")
                            .put("name", "a.png")
                            .put("extname", "png")
                            .put("url", "https://files.example/" + number);
                }
                users.write(user);
                if (number % DEVICES_EVERY == 0) {
                    ObjectNode device = object().put("_id", "device" + number).put("user_id", uid(number));
                    device.put("device_id", "phone" + number)
                            .put("push_clientid", "cid" + number)
                            .put("appid", APP);
                    device.put("ua", "left out").set("token_expired", time(BEGINNING + 1_000L * number));
                    devices.write(device);
                }
            }
        }
    }

    private void writeGroups(Path folder, SampleChats chats) throws IOException {
        int[] counts = spread((int) (size.messages() * SHARE_OF_GROUPS), size.groups());
        try (Lines groups = new Lines(folder, "uni-im-group");
                Lines joins = new Lines(folder, "uni-im-group-join")) {
            for (int number = 0; number < size.groups(); number++) {
                List<String> people = people();
                long time = BEGINNING + random.nextInt(1_000_000);
                ObjectNode group = object();
                group.set("_id", Lines.oid(groupId(number)));
                group.put("user_id", people.get(0))
                        .put("name", "Group " + number)
                        .put("introduction", "");
                group.put("join_option", "freeAccess").put("mute_all_members", false);
                group.putObject("notification").put("content", "Welcome").put("create_time", time);
                group.set("create_time", time(time));
                group.set("update_time", time(time));
                group.putObject("ext").put("colour", "blue");
                groups.write(group);
                chats.group(groupId(number), people, time, counts[number]);
                ObjectNode join = object().put("_id", "join" + number).put("group_id", groupId(number));
                join.put("user_id", uid(random.nextInt(size.users())))
                        .put("message", "please")
                        .put("state", 0);
                join.set("creat_time", time(time));
                joins.write(join);
            }
        }
    }

    private void writeSingles(Path folder, SampleChats chats) throws IOException {
        int wanted = Math.min(2 * size.users(), size.users() * (size.users() - 1) / 4);
        int[] counts = spread(size.messages() - (int) (size.messages() * SHARE_OF_GROUPS), wanted);
        Set<String> pairs = new LinkedHashSet<>();
        try (Lines friends = new Lines(folder, "uni-im-friend");
                Lines invites = new Lines(folder, "uni-im-friend-invite");
                Lines notifications = new Lines(folder, "uni-im-notification")) {
            while (pairs.size() < wanted) {
                int one = random.nextInt(size.users());
                int other = random.nextInt(size.users());
                if (one == other || !pairs.add(Math.min(one, other) + "-" + Math.max(one, other))) {
                    continue;
                }
                int number = pairs.size() - 1;
                long time = BEGINNING + random.nextInt(1_000_000);
                chats.single(uid(one), uid(other), time, counts[number]);
                if (number % 2 == 0) {
                    friends.write(friend(number + "a", one, other, time));
                    friends.write(friend(number + "b", other, one, time));
                    invites.write(invite(one, other, time));
                    notifications.write(notification(number, one, other, time));
                }
            }
        }
    }

    private static ObjectNode friend(String id, int one, int other, long time) {
        ObjectNode friend = object().put("_id", "friend" + id).put("user_id", uid(one));
        friend.put("friend_uid", uid(other)).put("mark", "mark of " + other).put("class_name", "work");
        friend.set("create_time", time(time));
        return friend;
    }

    private static ObjectNode invite(int one, int other, long time) {
        ObjectNode invite = object().put("_id", "invite" + one + "-" + other).put("from_uid", uid(one));
        invite.put("to_uid", uid(other)).put("message", "hello").put("state", 100);
        invite.set("creat_time", time(time));
        return invite;
    }

    private static ObjectNode notification(int number, int one, int other, long time) {
        ObjectNode notification = object().put("_id", "notification" + number).put("user_id", uid(other));
        notification.put("title", "Nick " + one).put("content", "hello").put("is_read", number % 4 == 0);
        notification
                .putObject("payload")
                .put("type", "uni-im-notification")
                .put("subType", "uni-im-friend-invite")
                .put("unique", uid(one))
                .putObject("data")
                .put("from_uid", uid(one));
        notification.set("create_time", time(time));
        return notification;
    }

    /** The members of a group, the first of whom creates it; few groups are large, many are small. */
    private List<String> people() {
        int most = Math.min(MAX_MEMBERS, size.users());
        int wanted = Math.min(most, 3 + (int) (most * Math.pow(random.nextDouble(), 4)));
        Set<String> people = new LinkedHashSet<>();
        while (people.size() < wanted) {
            people.add(uid(random.nextInt(size.users())));
        }
        return new ArrayList<>(people);
    }

    /** Shares messages out unevenly; some get none. */
    private int[] spread(int messages, int over) {
        int[] counts = new int[over];
        for (int left = messages; left > 0 && over > 0; left--) {
            counts[(int) (over * Math.pow(random.nextDouble(), 2))]++;
        }
        return counts;
    }
}
