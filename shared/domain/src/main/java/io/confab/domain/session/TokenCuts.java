package io.confab.domain.session;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.user.Cut;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.function.Predicate;

/**
 * Makes all tokens of a user void (docs/rules.md#accounts). A cut is stored only where no other came in between, so of
 * many at once each is later than the one before, and none is made from a record that was read before a token it has to end
 * was issued.
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
     * @param issuedAtSeconds of the token that asks for it; 0 for none
     * @param write stores the cut; false when another was made meanwhile
     * @throws Refusal {@code uni-id-account-not-exists} when the user has gone
     */
    public void make(User read, long issuedAtSeconds, Predicate<Cut> write) {
        User user = read;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            if (write.test(Cut.of(user, clock.millis(), issuedAtSeconds))) {
                return;
            }
            user = users.findOne(read.id).orElseThrow(() -> new Refusal(ErrorCode.ACCOUNT_NOT_EXISTS, "no such user"));
        }
        throw new IllegalStateException("too many cuts at once of user " + read.id);
    }
}
