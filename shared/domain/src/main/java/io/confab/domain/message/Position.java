package io.confab.domain.message;

/**
 * The end of a conversation's log, as one sender knows it.
 *
 * @param seq number of the newest message known, 0 for none
 * @param n countable messages up to it
 * @param ownN those of them that the sender sent; 0 in groups
 * @param time no later message or change may have an earlier time (milliseconds)
 * @param rateTime the time up to which a group's rate is used (microseconds), 0 if nothing was ever counted
 */
public record Position(long seq, long n, long ownN, long time, long rateTime) {
    public static final Position EMPTY = new Position(0, 0, 0, 0);

    public Position(long seq, long n, long ownN, long time) {
        this(seq, n, ownN, time, 0);
    }

    /** The position at {@code newest}, with a time not before {@code time}. */
    public static Position at(Message newest, String senderUid, long time) {
        return new Position(
                newest.seq,
                newest.n,
                newest.isGroup() ? 0 : newest.countBy(senderUid),
                Math.max(time, newest.createTime),
                newest.rateTime == null ? 0 : newest.rateTime);
    }
}
