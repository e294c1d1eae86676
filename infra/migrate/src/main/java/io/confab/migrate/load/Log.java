package io.confab.migrate.load;

import io.confab.domain.message.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The messages of a conversation as the rule for unread counts needs them: who sent each number, and whether it counts. About
 * 60 bytes for each message, held for one conversation at a time.
 */
public final class Log {
    private final String conversationId;
    private final List<Place> places = new ArrayList<>();
    private final Map<String, String> uids = new HashMap<>();
    private final Map<String, Long> mentions = new HashMap<>();
    private Message newest;
    private long revokedSeq;
    private long lastTime;

    public Log(String conversationId) {
        this.conversationId = conversationId;
    }

    private record Place(long seq, long n, long ownN, long time, String fromUid, boolean counts, boolean read) {
        long countBy(String uid) {
            return fromUid.equals(uid) ? ownN : n - ownN;
        }

        boolean isUnreadFor(String uid) {
            return counts && !fromUid.equals(uid);
        }
    }

    /**
     * The position of a read mark.
     *
     * @param n countable messages up to it: in a single chat the other side's, in a group anyone's
     * @param missing by how much the given unread count exceeds the number of messages
     */
    public record Mark(long seq, long n, long missing) {}

    public String conversationId() {
        return conversationId;
    }

    /** Adds a message that has its number; in the order of the export. */
    public void add(Message message, boolean revoked) {
        String from = uids.computeIfAbsent(message.fromUid, uid -> uid);
        places.add(new Place(
                message.seq,
                message.n,
                message.ownN == null ? 0 : message.ownN,
                message.createTime,
                from,
                !revoked && !message.isSystem(),
                message.read));
        if (newest == null || newest.seq < message.seq) {
            newest = message;
        }
        if (message.revoked) {
            revokedSeq = Math.max(revokedSeq, message.seq);
        }
        if (message.callUid != null) {
            message.callUid.forEach(uid -> mentions.merge(uid, message.seq, Math::max));
        }
        lastTime = Math.max(lastTime, message.updateTime);
    }

    /** The newest message with all fields. */
    public Optional<Message> newest() {
        return Optional.ofNullable(newest);
    }

    long lastSeq() {
        return newest == null ? 0 : newest.seq;
    }

    /** The largest time of a message or change. */
    long lastTime() {
        return lastTime;
    }

    /** The newest number that was revoked. */
    long revokedSeq() {
        return revokedSeq;
    }

    /** The newest number that mentions a user by name. */
    Optional<Long> mentionedSeq(String uid) {
        return Optional.ofNullable(mentions.get(uid));
    }

    /** The newest number at a time: the read mark of a user who joined then. */
    Mark at(long time) {
        int below = 0;
        int above = places.size();
        while (below < above) {
            int middle = (below + above) >>> 1;
            if (places.get(middle).time() <= time) {
                below = middle + 1;
            } else {
                above = middle;
            }
        }
        return below == 0
                ? new Mark(0, 0, 0)
                : new Mark(places.get(below - 1).seq(), places.get(below - 1).n(), 0);
    }

    /** The mark with exactly {@code unread} messages above it that count for a user; or the beginning of the conversation. */
    Mark mark(String uid, long unread) {
        return mark(uid, unread, Set.of());
    }

    /** As {@link #mark(String, long)}, for a user who has deleted some numbers for themselves: these do not count. */
    Mark mark(String uid, long unread, Set<Long> deleted) {
        long left = Math.max(0, unread);
        int above = places.size();
        while (left > 0 && above > 0) {
            above--;
            Place place = places.get(above);
            if (place.isUnreadFor(uid) && !deleted.contains(place.seq())) {
                left--;
            }
        }
        if (above == 0) {
            return new Mark(0, 0, left);
        }
        Place place = places.get(above - 1);
        boolean group = newest.isGroup();
        return new Mark(place.seq(), group ? place.n() : place.n() - place.countBy(uid), left);
    }

    /** The number of messages above a number that count for a user who has deleted some for themselves. */
    public long unreadAbove(long seq, String uid, Set<Long> deleted) {
        long unread = 0;
        for (int above = places.size() - 1; above >= 0 && places.get(above).seq() > seq; above--) {
            Place place = places.get(above);
            unread += place.isUnreadFor(uid) && !deleted.contains(place.seq()) ? 1 : 0;
        }
        return unread;
    }

    /** The number of messages that count for a user and are not marked read in the export; single chats only. */
    long notMarkedRead(String uid) {
        return places.stream()
                .filter(place -> place.isUnreadFor(uid) && !place.read())
                .count();
    }
}
