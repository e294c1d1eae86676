package io.confab.domain.conversation;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonProperty;

/** One person's time in a group that has ended, and what they had read by then (docs/api/messages.md#getmsgreaders). */
@RegisterForReflection
public class Stay {
    /** So many of the newest are kept as they were; all older ones are one. */
    private static final int KEPT = 50;

    /** The newest number when they joined. */
    @BsonProperty("join_seq")
    public long joinSeq;

    /** The newest number when they left. */
    @BsonProperty("leave_seq")
    public long leaveSeq;

    /** Their read mark when they left. */
    @BsonProperty("read_seq")
    public long readSeq;

    /** When that had last moved; absent for never. */
    @BsonProperty("read_time")
    public Long readTime;

    /**
     * The stays of a side, with the one that it tells of and that has ended.
     *
     * @param leaveSeq for a side that does not say when
     */
    static List<Stay> upTo(Conversation side, long leaveSeq) {
        Stay ended = new Stay();
        ended.joinSeq = Conversation.value(side.joinSeq);
        ended.leaveSeq = side.leaveSeq == null ? leaveSeq : side.leaveSeq;
        ended.readSeq = Conversation.value(side.readSeq);
        ended.readTime = side.readTime;
        List<Stay> stays = new ArrayList<>(side.stays == null ? List.of() : side.stays);
        stays.add(ended);
        while (stays.size() > KEPT + 1) {
            stays.add(0, melt(stays.remove(0), stays.remove(0)));
        }
        return stays;
    }

    /** From the first's beginning to the second's end; the mark is the last that they moved. */
    private static Stay melt(Stay first, Stay second) {
        Stay moved = second.readSeq > second.joinSeq ? second : first;
        Stay both = new Stay();
        both.joinSeq = first.joinSeq;
        both.leaveSeq = second.leaveSeq;
        both.readSeq = moved.readSeq;
        both.readTime = moved.readTime;
        return both;
    }

    boolean covers(long seq) {
        return joinSeq < seq && seq <= leaveSeq;
    }
}
