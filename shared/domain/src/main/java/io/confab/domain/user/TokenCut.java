package io.confab.domain.user;

/**
 * Revokes all tokens of a user: those whose {@code iat} is not after this second (docs/rules.md#accounts). Every cut is at
 * least a second later than the one before, and the {@code iat} of a new token is later than the cut that its issuer has read.
 * So a token that is issued after a cut is accepted at once, and revoked by the next cut, even if several happen in one second.
 *
 * @param seen the cut that was stored before this one; null for none. The cut is stored only while no other one was made
 * @param millis the time of this cut
 */
public record TokenCut(Long seen, long millis) {
    /** What a stored cut of another type is read as: its user may not call until a new cut is made. */
    static final long UNREADABLE = Long.MAX_VALUE;

    private static final long SECOND = 1_000;

    /**
     * @param user as read before
     * @param issuedAtSeconds the {@code iat} of the token that asks for the cut, which must be revoked too
     */
    public static TokenCut of(User user, long now, long issuedAtSeconds) {
        boolean isFirst = user.validTokenDate == null || isUnreadable(user.validTokenDate);
        long behindTheLast = isFirst ? 0 : user.validTokenDate + SECOND;
        return new TokenCut(user.validTokenDate, Math.max(Math.max(now, behindTheLast), issuedAtSeconds * SECOND));
    }

    /** The first second whose tokens are accepted. */
    public static long firstGoodSecond(User user) {
        return user.validTokenDate == null ? Long.MIN_VALUE : Math.floorDiv(user.validTokenDate, SECOND) + 1;
    }

    static boolean isUnreadable(Long cut) {
        return cut != null && cut == UNREADABLE;
    }
}
