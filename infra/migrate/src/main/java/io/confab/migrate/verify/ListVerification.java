package io.confab.migrate.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;
import io.confab.domain.group.GroupMember;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.inbox.ConversationList;
import io.confab.domain.inbox.ConversationListRequest;
import io.confab.domain.user.ClientInfo;
import io.confab.domain.user.TokenBearer;
import io.confab.migrate.map.GroupMapping;
import io.confab.migrate.map.Known;
import io.confab.migrate.map.SideMapping;
import io.confab.migrate.origin.Source;
import io.confab.migrate.origin.SourceFile;
import io.confab.migrate.report.NotTakenException;
import io.confab.migrate.report.Progress;
import io.confab.migrate.report.Report;
import io.confab.migrate.source.ExportFolder;
import io.confab.migrate.source.ExternalSort;
import io.confab.migrate.source.Groups;
import io.confab.wire.ConversationJson;
import io.confab.wire.ReplyPage;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares every user's conversation list with the export that was imported. The expected list is derived only from the export:
 * conversations that are neither hidden nor left, whose user, friend and group exist, and for groups only those that the user
 * is a member of.
 */
@Singleton
public class ListVerification {
    private static final long FAR_FUTURE = 4_102_444_800_000L;
    private static final int SHOWN_DIFFERENCES = 20;

    private final ConversationList lists;

    ListVerification(ConversationList lists) {
        this.lists = lists;
    }

    /**
     * The result.
     *
     * @param users whose lists were compared
     * @param refused users who cannot call because they are banned or their account is closed, so that there is nothing to
     *     compare
     * @param conversations shown in these lists, according to the export
     * @param differences each with user, conversation and field
     */
    public record Result(long users, long refused, long conversations, long unread, List<String> differences) {
        String text() {
            StringBuilder text = new StringBuilder(String.format(
                    "getConversationList of %,d users, %,d conversations, %,d unread: %,d differences"
                            + " (%,d users cannot call)%n",
                    users, conversations, unread, differences.size(), refused));
            differences.stream()
                    .limit(SHOWN_DIFFERENCES)
                    .forEach(line -> text.append("  ").append(line).append('\n'));
            return text.toString();
        }
    }

    /** Compares all users of the export; documents that the import has refused are ignored without a report. */
    public Result run(Path folder, long toleranceMillis) throws IOException {
        try (Report silent = new Report(Writer.nullWriter());
                Progress progress = new Progress(System.err);
                ExternalSort members = new ExternalSort(SourceFile.MEMBERS);
                ExternalSort sides = new ExternalSort(SourceFile.CONVERSATIONS)) {
            ExportFolder exports = new ExportFolder(folder, silent);
            Known known = new Known();
            Set<String> users = new TreeSet<>();
            exports.read(SourceFile.USERS, source -> {
                known.addUser(source.id());
                users.add(source.id());
            });
            exports.read(SourceFile.GROUPS, source -> source.text("user_id")
                    .filter(creator -> known.isUser(creator)
                            && source.time("dissolved_time").isEmpty())
                    .ifPresent(creator -> known.addGroup(source.id(), creator)));
            exports.read(SourceFile.MEMBERS, source -> addMember(source, known, members));
            exports.read(SourceFile.CONVERSATIONS, source -> addSide(source, known, silent, sides));
            Comparison comparison = new Comparison(toleranceMillis);
            Groups membersByUser = new Groups(members.sorted());
            Groups sidesByUser = new Groups(sides.sorted());
            progress.begin("compare lists");
            for (String uid : users) {
                comparison.compare(uid, expected(membersByUser.take(uid), sidesByUser.take(uid)));
                progress.advance();
            }
            return comparison.result();
        }
    }

    private static void addMember(Source source, Known known, ExternalSort members) throws IOException {
        try {
            GroupMember member = GroupMapping.member(source, known);
            members.add(Groups.key(member.userId, member.groupId), source);
        } catch (NotTakenException e) {
            return;
        }
    }

    private static void addSide(Source source, Known known, Report silent, ExternalSort sides) throws IOException {
        try {
            String id = new SideMapping(known).check(source, silent);
            String newestFirst =
                    Groups.sortable(Long.MAX_VALUE - source.time("update_time").orElse(0L));
            sides.add(Groups.key(source.text("user_id").orElseThrow(), id, newestFirst), source);
        } catch (NotTakenException e) {
            return;
        }
    }

    /** The expected content of a user's list, by conversation. */
    private static Map<String, Source> expected(List<Source> members, List<Source> sides) throws IOException {
        Set<String> groups = new HashSet<>();
        members.forEach(member -> groups.add(member.text("group_id").orElseThrow()));
        Map<String, Source> newest = new TreeMap<>();
        for (Source side : sides) {
            try {
                newest.putIfAbsent(SideMapping.conversationId(side), side);
            } catch (NotTakenException e) {
                throw new IOException(e);
            }
        }
        newest.values()
                .removeIf(side -> side.flag("hidden")
                        || side.flag("leave")
                        || side.text("group_id")
                                .filter(id -> !groups.contains(id))
                                .isPresent());
        return newest;
    }

    private final class Comparison {
        private final long toleranceMillis;
        private final List<String> differences = new ArrayList<>();
        private long users;
        private long refused;
        private long conversations;
        private long unread;

        Comparison(long toleranceMillis) {
            this.toleranceMillis = toleranceMillis;
        }

        Result result() {
            return new Result(users, refused, conversations, unread, differences);
        }

        void compare(String uid, Map<String, Source> expected) {
            List<ObjectNode> list;
            try {
                list = list(uid);
            } catch (Refusal e) {
                refused++;
                return;
            }
            users++;
            conversations += expected.size();
            Map<String, ObjectNode> shown = new HashMap<>();
            long before = Long.MAX_VALUE;
            for (ObjectNode conversation : list) {
                shown.put(conversation.get("id").textValue(), conversation);
                unread += conversation.get("unread_count").longValue();
                long time = conversation.get("update_time").longValue();
                if (time > before) {
                    differ(uid, conversation.get("id").textValue(), "order");
                }
                before = time;
            }
            expected.forEach((id, side) -> {
                ObjectNode conversation = shown.remove(id);
                if (conversation == null) {
                    differ(uid, id, "not shown");
                } else {
                    compare(uid, id, side, conversation);
                }
            });
            shown.keySet().forEach(id -> differ(uid, id, "shown"));
        }

        private void compare(String uid, String id, Source side, ObjectNode conversation) {
            long unreadThere = side.number("unread_count").orElse(-1L);
            long unreadHere = conversation.get("unread_count").longValue();
            if (unreadThere >= 0 && unreadThere != unreadHere) {
                differ(uid, id, "unread_count " + unreadHere + " instead of " + unreadThere);
            }
            long time = conversation.get("update_time").longValue();
            if (Math.abs(time - side.time("update_time").orElse(time)) > toleranceMillis) {
                differ(uid, id, "update_time");
            }
            if (!side.text("last_msg_note")
                    .orElse("")
                    .equals(conversation.get("last_msg_note").textValue())) {
                differ(uid, id, "last_msg_note");
            }
            for (String flag : List.of("pinned", "mute", "has_unread_group_notification")) {
                if (side.flag(flag) != conversation.get(flag).booleanValue()) {
                    differ(uid, id, flag);
                }
            }
            String partner = ConversationIds.isGroup(id) ? "group_info" : "user_info";
            if (conversation.path(partner).size() != 1) {
                differ(uid, id, partner);
            }
        }

        private void differ(String uid, String conversationId, String what) {
            differences.add("user " + uid + " " + conversationId + ": " + what);
        }
    }

    private List<ObjectNode> list(String uid) {
        ClientInfo client = new ClientInfo(Optional.empty(), Optional.empty(), Optional.empty());
        TokenBearer bearer = new TokenBearer(uid, "verify", FAR_FUTURE / 1000, FAR_FUTURE, client);
        List<ObjectNode> list = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            ReplyPage page = ConversationJson.page(lists.page(
                            bearer,
                            new ConversationListRequest(
                                    ConversationListRequest.DEFAULT_LIMIT,
                                    OptionalLong.empty(),
                                    OptionalInt.empty(),
                                    Optional.empty(),
                                    cursor))
                    .answer());
            list.addAll(page.data());
            cursor = page.nextCursor();
        } while (cursor.isPresent());
        return list;
    }
}
