package io.confab.faults;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Sorts.ascending;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bson.Document;

/** Compares what users see, and everything that is stored in addition to messages, with a count of the messages themselves. */
final class Recount {
    static final String REVOKED_NOTE = "[消息已被撤回]";

    private static final String SYSTEM_NOTE = "[系统消息]";
    private static final String HISTORY_NOTE = "[聊天记录]";

    private final Trial trial;
    private final MongoDatabase database;

    Recount(Trial trial) {
        this.trial = trial;
        this.database = trial.laboratory().database();
    }

    /** Everything of everyone: order and counts of the logs, lists, heads, memberships. */
    void check() {
        Map<String, List<Document>> logs = logs();
        logs.values().forEach(Recount::checkLog);
        trial.people().forEach(uid -> checkList(uid, logs));
        logs.forEach(this::checkHeads);
        groups().forEach(this::checkGroup);
    }

    /** Every head is at the newest message, although no list was read. */
    void checkHeads() {
        logs().forEach(this::checkHeads);
    }

    private Map<String, List<Document>> logs() {
        Map<String, List<Document>> logs = new HashMap<>();
        for (Document side : sides()) {
            logs.computeIfAbsent(side.getString("id"), this::log);
        }
        return logs;
    }

    /** A conversation's messages in the order of their numbers. */
    List<Document> log(String conversationId) {
        return all("uni-im-msg", "conversation_id", conversationId).stream()
                .sorted((a, b) -> a.getLong("seq").compareTo(b.getLong("seq")))
                .toList();
    }

    static void checkLog(List<Document> log) {
        assertThat(log)
                .extracting(message -> message.getLong("seq"))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, log.size()).boxed().toList());
        assertThat(log)
                .extracting(message -> message.getLong("create_time"))
                .as("create_time")
                .isSorted();
        assertThat(log)
                .extracting(message -> message.getString("from_uid") + " " + message.getString("unique_id"))
                .as("(sender, unique_id)")
                .doesNotHaveDuplicates();
        long countable = 0;
        Map<String, Long> own = new HashMap<>();
        for (Document message : log) {
            if (!isSystem(message)) {
                countable++;
                own.merge(message.getString("from_uid"), 1L, Long::sum);
            }
            assertThat(message.getLong("n")).as("n of %s", message).isEqualTo(countable);
            if (message.containsKey("to_uid")) {
                assertThat(message.getLong("own_n"))
                        .as("own_n of %s", message)
                        .isEqualTo(own.getOrDefault(message.getString("from_uid"), 0L));
            }
        }
    }

    /** A conversation's messages without those that the owner of this side has deleted. */
    private List<Document> withoutDeleted(Document side, List<Document> log) {
        Set<Long> deleted = side.getList("deleted", Document.class, List.of()).stream()
                .map(message -> message.getLong("seq"))
                .collect(Collectors.toSet());
        all("uni-im-msg-deleted", "_id", side.getString("user_key") + "#0")
                .forEach(bucket -> deleted.addAll(bucket.getList("seqs", Long.class)));
        return log.stream()
                .filter(message -> !deleted.contains(message.getLong("seq")))
                .toList();
    }

    private static long countedFrom(Document side) {
        return Math.max(side.getLong("read_seq"), side.get("removed_seq", 0L));
    }

    /** What a list must say of a conversation's unread messages. */
    static long unread(String uid, long mark, List<Document> log) {
        return log.stream()
                .filter(message -> message.getLong("seq") > mark)
                .filter(message -> !message.getString("from_uid").equals(uid))
                .filter(message -> !isSystem(message) && !isRevoked(message))
                .count();
    }

    private void checkList(String uid, Map<String, List<Document>> logs) {
        JsonNode reply = trial.list(trial.laboratory().now(), uid);
        Map<String, JsonNode> listed = Trial.stream(reply.path("data"))
                .collect(Collectors.toMap(item -> item.path("id").asText(), item -> item));
        Map<String, Document> mine = all("uni-im-conversation", "user_id", uid).stream()
                .collect(Collectors.toMap(side -> side.getString("id"), side -> side));
        Set<String> expected = mine.keySet().stream()
                .filter(id ->
                        logs.getOrDefault(id, List.of()).size() > mine.get(id).getLong("hidden_at_seq"))
                .filter(id -> !mine.get(id).getBoolean("leave", false) && !isDissolved(id))
                .collect(Collectors.toSet());
        assertThat(listed.keySet()).as("list of %s", uid).isEqualTo(expected);
        listed.forEach((id, item) -> {
            List<Document> log = logs.get(id);
            if (log.isEmpty()) {
                assertThat(item.path("msgList")).as("an empty conversation").isEmpty();
                return;
            }
            assertThat(item.path("update_time").asLong())
                    .isEqualTo(log.get(log.size() - 1).getLong("create_time"));
            List<Document> visible = withoutDeleted(mine.get(id), log);
            assertThat(item.path("unread_count").asLong())
                    .as("unread of %s in %s", uid, id)
                    .isEqualTo(unread(uid, countedFrom(mine.get(id)), visible));
            assertThat(item.path("msgList").size()).isEqualTo(visible.isEmpty() ? 0 : 1);
            if (!visible.isEmpty()) {
                checkNewest(item, visible.get(visible.size() - 1));
            }
        });
        long total = listed.values().stream()
                .mapToLong(item -> item.path("unread_count").asLong())
                .sum();
        assertThat(reply.path("unread_total").asLong()).isEqualTo(total);
    }

    private static void checkNewest(JsonNode item, Document newest) {
        assertThat(item.path("last_msg_note").asText()).isEqualTo(note(newest));
        JsonNode shown = item.path("msgList").path(0);
        assertThat(shown.path("_id").asText()).isEqualTo(newest.getString("_id"));
        assertThat(shown.path("body").asText().equals(newest.get("body")))
                .isEqualTo(!isRevoked(newest) && newest.get("body") instanceof String);
    }

    private boolean isDissolved(String conversationId) {
        return conversationId.startsWith("group_")
                && all("uni-im-group", "_id", conversationId.substring("group_".length())).stream()
                        .anyMatch(group -> group.containsKey("dissolved_time"));
    }

    private void checkHeads(String conversationId, List<Document> log) {
        if (log.isEmpty()) {
            return;
        }
        Document newest = log.get(log.size() - 1);
        boolean single = newest.containsKey("to_uid");
        List<Document> heads = single
                ? all("uni-im-conversation", "id", conversationId)
                : all("uni-im-group", "_id", newest.getString("group_id"));
        assertThat(heads).hasSize(single ? 2 : 1);
        for (Document head : heads) {
            assertThat(head.getLong("last_seq"))
                    .as("head of %s", conversationId)
                    .isEqualTo(newest.getLong("seq"));
            assertThat(head.getLong("last_n")).isEqualTo(newest.getLong("n"));
            assertThat(head.getString("last_msg_note")).isEqualTo(note(newest));
            assertThat(head.getLong("update_time")).isEqualTo(newest.getLong("create_time"));
            if (single) {
                assertThat(head.getString("last_from_uid")).isEqualTo(newest.getString("from_uid"));
                assertThat(head.getLong("last_own_n")).isEqualTo(newest.getLong("own_n"));
            }
        }
    }

    private void checkGroup(Document group) {
        String id = group.getString("_id");
        List<Document> members = all("uni-im-group-member", "group_id", id);
        if (members.isEmpty()) {
            // The creation died early; nobody knows of the group but who repeats it.
            return;
        }
        List<String> uids =
                members.stream().map(member -> member.getString("user_id")).toList();
        assertThat(uids).doesNotHaveDuplicates().contains(group.getString("user_id"));
        // Nothing waits, but for an announcement that nobody could make: it names nobody.
        assertThat(group.getList("pending_changes", Document.class, List.of()))
                .filteredOn(change -> change.containsKey("by_uid"))
                .isEmpty();
        if (uids.size() > trial.people().size()) {
            // A crowd that never looks.
            return;
        }
        assertThat(members).allSatisfy(member -> assertThat(member)
                .containsKeys("member_key", "role", "mute_type", "create_time", "join_seq"));
        assertThat(group.getLong("member_count")).as("member_count").isEqualTo(members.size());
        assertThat(all("uni-im-conversation", "group_id", id).stream().filter(side -> !side.getBoolean("leave", false)))
                .extracting(side -> side.getString("user_id"))
                .as("conversation documents of %s", id)
                .containsExactlyInAnyOrderElementsOf(uids);
        assertThat(announced(id)).as("announced members").containsExactlyInAnyOrderElementsOf(uids);
    }

    /** The members according to the announcements in the group. */
    private List<String> announced(String groupId) {
        List<String> announced = new ArrayList<>();
        for (Document message : log("group_" + groupId)) {
            String action = message.getString("action");
            boolean joined = "join-group-notice".equals(action);
            if (joined || "group-exit".equals(action) || "group-expel".equals(action)) {
                for (Document user : message.get("body", Document.class).getList("user_list", Document.class)) {
                    if (joined) {
                        announced.add(user.getString("_id"));
                    } else {
                        assertThat(announced.remove(user.getString("_id")))
                                .as("%s left once", user)
                                .isTrue();
                    }
                }
            }
        }
        return announced;
    }

    private List<Document> sides() {
        return database.getCollection("uni-im-conversation")
                .find(in("user_id", trial.people()))
                .into(new ArrayList<>());
    }

    private Stream<Document> groups() {
        return database
                .getCollection("uni-im-group")
                .find(in("user_id", trial.people()))
                .into(new ArrayList<>())
                .stream();
    }

    private List<Document> all(String collection, String field, String value) {
        return database.getCollection(collection)
                .find(eq(field, value))
                .sort(ascending("_id"))
                .into(new ArrayList<>());
    }

    private static String note(Document message) {
        if (isRevoked(message)) {
            return REVOKED_NOTE;
        }
        if (message.getString("type").equals("history")) {
            return HISTORY_NOTE;
        }
        return isSystem(message) ? SYSTEM_NOTE : message.getString("body");
    }

    private static boolean isSystem(Document message) {
        return "system".equals(message.getString("type"));
    }

    private static boolean isRevoked(Document message) {
        return message.getBoolean("is_revoke", false);
    }
}
