package io.confab.domain.session;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.user.TokenCut;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.function.Predicate;

/**
 * Revokes all tokens of a user (docs/rules.md#accounts). A cut is stored only if no other was stored in between; so of many at
 * once, each is later than the one before, and none is based on a record that was read before a token that it must revoke was
 * issued.
 */
@Singleton
public class TokenCuts {
    private static final int TRIES = 100;

    private final UserRepository users;
    private final Clock clock;

    TokenCuts(UserRepository users, Clock clock) {
        this.users = users;
        this.clock = clock;
    }

    /**
     * @param issuedAtSeconds the {@code iat} of the token that asks for it; 0 for none
     * @param write stores the cut; returns false if another was stored in the meantime
     * @throws Refusal {@code uni-id-account-not-exists} if the user no longer exists
     */
    public void make(User read, long issuedAtSeconds, Predicate<TokenCut> write) {
        User user = read;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            if (write.test(TokenCut.of(user, clock.millis(), issuedAtSeconds))) {
                return;
            }
            user = users.findOne(read.id).orElseThrow(() -> new Refusal(ErrorCode.ACCOUNT_NOT_EXISTS, "no such user"));
        }
        throw new IllegalStateException("too many cuts at once of user " + read.id);
    }
}
