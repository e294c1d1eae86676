package io.confab.domain.user;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import org.bson.conversions.Bson;

/**
 * Revokes all tokens of a user: those whose {@code iat} is not after this second (docs/rules.md#accounts). Every cut is at
 * least a second later than the one before, and the {@code iat} of a new token is later than the cut that its issuer has read.
 * So a token that is issued after a cut is accepted at once, and revoked by the next cut, even if several happen in one second.
 *
 * @param seen the cut that was stored before this one; null for none
 * @param millis the time of this cut
 */
public record Cut(Long seen, long millis) {
    private static final long SECOND = 1_000;

    /**
     * @param user as read before
     * @param issuedAtSeconds the {@code iat} of the token that asks for the cut, which must be revoked too
     */
    public static Cut of(User user, long now, long issuedAtSeconds) {
        long behindTheLast = user.validTokenDate == null ? 0 : user.validTokenDate + SECOND;
        return new Cut(user.validTokenDate, Math.max(Math.max(now, behindTheLast), issuedAtSeconds * SECOND));
    }

    /** The first second whose tokens are accepted. */
    public static long firstGoodSecond(User user) {
        return user.validTokenDate == null ? Long.MIN_VALUE : Math.floorDiv(user.validTokenDate, SECOND) + 1;
    }

    /** A filter that matches while no other cut was made. */
    Bson unlessMoved() {
        return eq("valid_token_date", seen);
    }

    /** The recorded ended sids are not needed any more, because their tokens are revoked. */
    Bson mark() {
        return combine(set("valid_token_date", millis), unset("ended_sids"));
    }
}
