package io.confab.domain.user;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import org.bson.conversions.Bson;

/**
 * Makes all tokens of a user void: those whose {@code iat} is not after this second (docs/rules.md#accounts). Every cut
 * is later than the one before by a second, and tokens are stamped later than the cut their issuer saw: so one that was issued
 * after a cut is good at once, and is void after the next, however many there are in one second.
 *
 * @param seen the cut that was stored when this one was made; null for none
 * @param millis this cut
 */
public record Cut(Long seen, long millis) {
    private static final long SECOND = 1_000;

    /**
     * @param user as read before
     * @param issuedAtSeconds of the token that asks for it, which must not outlive it
     */
    public static Cut of(User user, long now, long issuedAtSeconds) {
        long behindTheLast = user.validTokenDate == null ? 0 : user.validTokenDate + SECOND;
        return new Cut(user.validTokenDate, Math.max(Math.max(now, behindTheLast), issuedAtSeconds * SECOND));
    }

    /** The first second of which a token is good. */
    public static long firstGoodSecond(User user) {
        return user.validTokenDate == null ? Long.MIN_VALUE : Math.floorDiv(user.validTokenDate, SECOND) + 1;
    }

    /** Holds while no other cut was made. */
    Bson unlessMoved() {
        return eq("valid_token_date", seen);
    }

    /** With the tokens, the sids that were ended are void. */
    Bson mark() {
        return combine(set("valid_token_date", millis), unset("ended_sids"));
    }
}
