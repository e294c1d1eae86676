package io.confab.migrate.load;

import io.confab.domain.conversation.Conversation;
import io.confab.domain.conversation.ConversationChanges;
import io.confab.domain.group.GroupMember;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.message.Message;
import io.confab.domain.message.Preview;
import io.confab.domain.storage.FreeJson;
import io.confab.domain.text.Cut;
import io.confab.migrate.load.Log.Mark;
import io.confab.migrate.map.Documents;
import io.confab.migrate.map.SideMapping;
import io.confab.migrate.origin.Source;
import io.confab.migrate.report.Reason;
import io.confab.migrate.report.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDocument;

/**
 * The sides of one conversation as they are to be stored: heads from the messages, read marks from the unread counts of the
 * export.
 *
 * <p>A user without a document had removed the conversation in uni-im: a side is created that is read, and hidden until the
 * next message.
 */
final class Sides {
    /** The length of previews here, whatever {@code CONFAB_NOTE_LENGTH} is: the next message writes a new preview. */
    static final int NOTE_LENGTH = 30;

    /** Fields that only an export of Confab has. */
    private static final List<String> CONFABS_OWN = List.of(
            "deleted", "deleted_archived_seq", "delete_no", "draft_time", "blocked_time", "notification_seen_time");

    private static final long SHOWN_EMPTY = -1;

    private final Log log;
    private final Report report;
    private final Map<String, Source> sources = new LinkedHashMap<>();

    /** @param sources the conversation's documents, for each user the newest first */
    Sides(Log log, List<Source> sources, Report report) {
        this.log = log;
        this.report = report;
        for (Source source : sources) {
            String uid = source.text("user_id").orElseThrow();
            Source newer = this.sources.putIfAbsent(uid, source);
            if (newer != null) {
                report.notTaken(source, Reason.DUPLICATE, "user_id and id of " + newer.id());
            }
        }
    }

    /**
     * A side to be stored if it is missing.
     *
     * @param source the document that it is made from; empty if there was none
     */
    record Wanted(Conversation side, BsonDocument document, Optional<Source> source) {}

    boolean isMuted(String uid) {
        return sources.containsKey(uid) && sources.get(uid).flag("mute");
    }

    /** Both sides of a single chat; empty if there are neither messages nor documents. */
    List<Wanted> ofSingle() {
        Optional<List<String>> pair = log.newest()
                .map(message -> List.of(message.fromUid, message.toUid))
                .or(() -> sources.values().stream().findFirst().map(Sides::pair));
        if (pair.isEmpty()) {
            return List.of();
        }
        String uid = pair.get().get(0);
        String otherUid = pair.get().get(1);
        Conversation one = single(uid, otherUid);
        Conversation other = single(otherUid, uid);
        one.peerReadSeq = other.readSeq;
        other.peerReadSeq = one.readSeq;
        return List.of(wanted(one), wanted(other));
    }

    /** The sides of a group's members and former members. */
    List<Wanted> ofGroup(Map<String, GroupMember> members, Map<String, Source> memberSources) {
        List<Wanted> wanted = new ArrayList<>();
        members.forEach((uid, member) -> {
            Optional<Source> source = Optional.ofNullable(sources.get(uid));
            if (source.isEmpty()) {
                report.changed(memberSources.get(uid), Reason.MEMBER_WITHOUT_CONVERSATION, log.conversationId());
            }
            source.filter(given -> given.flag("leave"))
                    .ifPresent(given -> report.changed(given, Reason.MEMBER_WHO_LEFT, uid));
            Conversation side = side(uid, Conversation.GROUP);
            side.groupId = member.groupId;
            side.joinSeq = member.joinSeq;
            wanted.add(wanted(side));
        });
        sources.forEach((uid, source) -> {
            if (!members.containsKey(uid)) {
                if (!source.flag("leave")) {
                    report.changed(source, Reason.CONVERSATION_WITHOUT_MEMBER, uid);
                }
                Conversation side = side(uid, Conversation.GROUP);
                side.groupId = ConversationIds.groupId(log.conversationId());
                side.leave = true;
                side.joinSeq = 0L;
                side.leaveSeq = log.lastSeq();
                wanted.add(wanted(side));
            }
        });
        return wanted;
    }

    private Conversation single(String uid, String friendUid) {
        Conversation side = side(uid, Conversation.SINGLE);
        side.friendUid = friendUid;
        side.lastSeq = 0L;
        side.lastN = 0L;
        side.lastOwnN = 0L;
        side.lastTime = log.lastTime();
        side.updateTime = Optional.ofNullable(sources.get(uid))
                .flatMap(source -> source.time("update_time"))
                .orElse(side.createTime);
        side.revokeSeq = log.revokedSeq() == 0 ? null : log.revokedSeq();
        side.mentionedSeq = log.mentionedSeq(uid).orElse(null);
        log.newest().ifPresent(newest -> setHead(side, newest));
        return side;
    }

    static void setHead(Conversation side, Message newest) {
        side.lastSeq = newest.seq;
        side.lastN = newest.n;
        side.lastOwnN = newest.ownN;
        side.lastFromUid = newest.fromUid;
        side.updateTime = newest.createTime;
        side.lastMsgNote = Preview.note(newest, NOTE_LENGTH);
    }

    private Conversation side(String uid, int type) {
        Optional<Source> source = Optional.ofNullable(sources.get(uid));
        Conversation side = SideMapping.side(uid, log.conversationId(), source);
        side.type = type;
        if (side.createTime == 0) {
            side.createTime = log.newest().map(newest -> newest.createTime).orElse(0L);
        }
        side.draft = source.flatMap(given -> given.text("draft"))
                .map(draft -> Cut.first(draft, ConversationChanges.MAX_DRAFT))
                .orElse(null);
        Mark mark = mark(uid, type, source);
        side.readSeq = mark.seq();
        side.readN = mark.n();
        boolean hidden =
                source.isEmpty() || source.get().flag("hidden") || source.get().flag("leave");
        side.hiddenAtSeq = hidden ? log.lastSeq() : log.lastSeq() == 0 ? SHOWN_EMPTY : 0L;
        return side;
    }

    private Mark mark(String uid, int type, Optional<Source> source) {
        if (source.isEmpty()) {
            return log.mark(uid, 0);
        }
        boolean single = type == Conversation.SINGLE;
        Optional<Long> given = source.get().number("unread_count");
        long flagged = single ? log.notMarkedRead(uid) : 0;
        long unread = given.orElse(flagged);
        if (single && given.isPresent() && unread != flagged) {
            report.changed(source.get(), Reason.IS_READ, unread + " unread, " + flagged + " not marked read");
        }
        Mark mark = log.mark(uid, unread, source.get().numbersOf("deleted", "seq"));
        if (mark.missing() > 0) {
            report.changed(source.get(), Reason.UNREAD_COUNT, (unread - mark.missing()) + " instead of " + unread);
        }
        return mark;
    }

    private Wanted wanted(Conversation side) {
        Optional<Source> source = Optional.ofNullable(sources.get(side.userId));
        side.changeTime = side.lastChange();
        if (side.type == Conversation.SINGLE) {
            side.shown = side.headSeq() > side.hiddenUpTo();
            side.counted = side.lastOtherN() > side.countedFromN();
        } else {
            side.counted = !Boolean.TRUE.equals(side.leave);
        }
        BsonDocument document = Documents.of(side);
        for (String field : CONFABS_OWN) {
            source.flatMap(given -> given.value(field))
                    .ifPresent(value -> document.append(field, FreeJson.toBson(value)));
        }
        return new Wanted(side, document, source);
    }

    private static List<String> pair(Source source) {
        return List.of(
                source.text("user_id").orElseThrow(), source.text("friend_uid").orElseThrow());
    }
}
