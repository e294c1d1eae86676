package io.confab.migrate.load;

import com.mongodb.client.MongoDatabase;
import io.confab.domain.group.GroupMember;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.message.Message;
import io.confab.migrate.load.Sides.Wanted;
import io.confab.migrate.map.GroupMapping;
import io.confab.migrate.map.Known;
import io.confab.migrate.map.MessageMapping;
import io.confab.migrate.map.SideMapping;
import io.confab.migrate.origin.Source;
import io.confab.migrate.origin.SourceFile;
import io.confab.migrate.report.NotTakenException;
import io.confab.migrate.report.Progress;
import io.confab.migrate.report.Reason;
import io.confab.migrate.report.Report;
import io.confab.migrate.source.ExportFolder;
import io.confab.migrate.source.ExternalSort;
import io.confab.migrate.source.Groups;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Imports messages, memberships and conversation documents, one conversation at a time: the three files are sorted by
 * conversation and read in parallel. A conversation's messages are stored first, then its head, memberships and sides. If the
 * process dies, the next run, or a member's next list, completes what is missing.
 */
final class ConversationImport {
    private static final int MAX_UNFINISHED = 200;

    private final Known known;
    private final Report report;
    private final Progress progress;
    private final MessageMapping mapping;
    private final MessagePlacer placer;
    private final ConversationStore store;
    private final List<Unfinished> unfinished = new ArrayList<>();

    ConversationImport(MongoDatabase database, Known known, Report report, Progress progress) {
        this.known = known;
        this.report = report;
        this.progress = progress;
        this.mapping = new MessageMapping(known);
        this.placer = new MessagePlacer(database, mapping, report);
        this.store = new ConversationStore(database);
    }

    /** A conversation whose messages were passed on to be stored. */
    private record Unfinished(Log log, List<Source> members, List<Source> sides) {}

    /** Returns a document's sorting key, or refuses the document. */
    private interface Keys {
        String of(Source source) throws NotTakenException;
    }

    void run(ExportFolder folder) throws IOException {
        try (ExternalSort members = new ExternalSort(SourceFile.MEMBERS);
                ExternalSort sides = new ExternalSort(SourceFile.CONVERSATIONS);
                ExternalSort messages = new ExternalSort(SourceFile.MESSAGES)) {
            sort(folder, SourceFile.MEMBERS, members, this::memberKey);
            sort(folder, SourceFile.CONVERSATIONS, sides, this::sideKey);
            sort(folder, SourceFile.MESSAGES, messages, this::messageKey);
            progress.begin("number and store messages");
            merge(new Groups(members.sorted()), new Groups(sides.sorted()), new Groups(messages.sorted()));
        }
    }

    private void sort(ExportFolder folder, SourceFile file, ExternalSort into, Keys keys) throws IOException {
        progress.begin("read " + file.collection());
        folder.read(file, source -> {
            progress.advance();
            try {
                into.add(keys.of(source), source);
            } catch (NotTakenException e) {
                report.notTaken(source, e);
            }
        });
    }

    private String memberKey(Source source) throws NotTakenException {
        GroupMember member = GroupMapping.member(source, known);
        return Groups.key(ConversationIds.group(member.groupId), member.userId);
    }

    private String sideKey(Source source) throws NotTakenException {
        String id = new SideMapping(known).check(source, report);
        String newestFirst =
                Groups.sortable(Long.MAX_VALUE - source.time("update_time").orElse(0L));
        return Groups.key(id, source.text("user_id").orElseThrow(), newestFirst);
    }

    private String messageKey(Source source) throws NotTakenException {
        mapping.check(source, report);
        Message message = mapping.message(source);
        String order = Groups.sortable(source.number("seq").orElse(0L));
        return Groups.key(message.conversationId, Groups.sortable(message.createTime), order, message.id);
    }

    private void merge(Groups members, Groups sides, Groups messages) {
        Optional<String> next = first(members, sides, messages);
        while (next.isPresent()) {
            String id = next.get();
            Log log = new Log(id);
            for (Optional<Source> message = messages.takeOne(id); message.isPresent(); message = messages.takeOne(id)) {
                placer.add(log, message.get());
                progress.advance();
            }
            unfinished.add(new Unfinished(log, members.take(id), sides.take(id)));
            if (unfinished.size() >= MAX_UNFINISHED) {
                finish();
            }
            next = first(members, sides, messages);
        }
        finish();
    }

    private static Optional<String> first(Groups... all) {
        return Stream.of(all).flatMap(group -> group.peek().stream()).min(String::compareTo);
    }

    private void finish() {
        placer.flush();
        List<Wanted> sides = new ArrayList<>();
        for (Unfinished conversation : unfinished) {
            Log log = conversation.log();
            placer.forget(log.conversationId());
            Sides made = new Sides(log, conversation.sides(), report);
            sides.addAll(
                    ConversationIds.isGroup(log.conversationId())
                            ? made.ofGroup(storeMembers(conversation, made), sourcesOf(conversation))
                            : made.ofSingle());
        }
        store.advanceGroups(unfinished.stream().map(Unfinished::log).toList());
        Set<String> there = store.storeSides(sides);
        for (Wanted side : sides) {
            if (side.source().isPresent()) {
                count(SourceFile.CONVERSATIONS, there.contains(side.side().userKey));
            }
        }
        unfinished.clear();
    }

    private Map<String, Source> sourcesOf(Unfinished conversation) {
        Map<String, Source> sources = new LinkedHashMap<>();
        conversation
                .members()
                .forEach(source -> sources.putIfAbsent(source.text("user_id").orElseThrow(), source));
        return sources;
    }

    private Map<String, GroupMember> storeMembers(Unfinished conversation, Sides sides) {
        Map<String, GroupMember> members = new LinkedHashMap<>();
        for (Source source : conversation.members()) {
            GroupMember member = member(source);
            GroupMember first = members.putIfAbsent(member.userId, member);
            if (first != null) {
                report.notTaken(source, Reason.DUPLICATE, "group_id and user_id of " + first.id);
                continue;
            }
            Log.Mark joined = conversation.log().at(member.createTime);
            member.joinSeq = joined.seq();
            member.joinN = joined.n();
            member.doNotDisturb = sides.isMuted(member.userId) || source.flag("do_not_disturb") ? Boolean.TRUE : null;
        }
        Map<String, String> there = store.storeMembers(List.copyOf(members.values()));
        members.values().forEach(member -> count(SourceFile.MEMBERS, there.containsKey(member.memberKey)));
        return members;
    }

    private GroupMember member(Source source) {
        try {
            return GroupMapping.member(source, known);
        } catch (NotTakenException e) {
            throw new IllegalStateException("checked before: line " + source.line(), e);
        }
    }

    private void count(SourceFile file, boolean wasThere) {
        if (wasThere) {
            report.present(file);
        } else {
            report.taken(file);
        }
    }
}
