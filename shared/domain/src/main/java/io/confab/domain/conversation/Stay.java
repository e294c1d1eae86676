package io.confab.domain.conversation;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonProperty;

/** One membership that has ended, and what the member had read by then (docs/api/messages.md#getmsgreaders). */
@RegisterForReflection
public class Stay {
    /** This number of the newest stays are kept as they were; all older ones are merged into one. */
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

    /** When that mark last moved; absent if never. */
    @BsonProperty("read_time")
    public Long readTime;

    /**
     * The stays of a side, including its present one, which has ended.
     *
     * @param leaveSeq the newest number at the end, if the side does not have it
     */
    static List<Stay> upTo(Conversation side, long leaveSeq) {
        Stay ended = new Stay();
        ended.joinSeq = side.joinedAtSeq();
        ended.leaveSeq = side.leaveSeq == null ? leaveSeq : side.leaveSeq;
        ended.readSeq = side.readMark();
        ended.readTime = side.readTime;
        List<Stay> stays = new ArrayList<>(side.stays == null ? List.of() : side.stays);
        stays.add(ended);
        while (stays.size() > KEPT + 1) {
            stays.add(0, melt(stays.remove(0), stays.remove(0)));
        }
        return stays;
    }

    /** Merges two stays: from the beginning of the first to the end of the second, with the read mark that moved last. */
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
