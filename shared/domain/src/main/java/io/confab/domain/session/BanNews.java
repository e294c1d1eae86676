package io.confab.domain.session;

import io.confab.domain.push.PushReport;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Signs a user out whom another program has banned (docs/triggers.md): revokes all tokens, then signs out the devices, as
 * a ban by updateUserInfoByExternal does. A repeat, also after half of it, signs out only devices that nobody has used since the
 * tokens were revoked; so an event that comes late does no harm to a user who may call again.
 */
@Singleton
public class BanNews {
    private static final long SECOND = 1_000;

    private final UserRepository users;
    private final TokenCuts cuts;
    private final Devices devices;
    private final Clock clock;

    BanNews(UserRepository users, TokenCuts cuts, Devices devices, Clock clock) {
        this.users = users;
        this.cuts = cuts;
        this.devices = devices;
        this.clock = clock;
    }

    /**
     * Revokes and signs out.
     *
     * @param cutByWriter the cut of the same write, if it has one
     * @param second when the user was banned, in seconds; absent if that is not known
     */
    public PushReport banned(String uid, OptionalLong cutByWriter, OptionalLong second) {
        Optional<User> user = users.findOne(uid);
        long before = user.map(found -> cut(found, cutByWriter, second)).orElseGet(clock::millis);
        return devices.signOutBefore(uid, before) ? new PushReport.Nothing() : new PushReport.Unreachable();
    }

    private long cut(User user, OptionalLong cutByWriter, OptionalLong second) {
        long bannedUntil = second.isPresent() ? (second.getAsLong() + 1) * SECOND : Long.MAX_VALUE;
        if (user.validTokenDate != null && user.validTokenDate >= cutByWriter.orElse(bannedUntil)) {
            return user.validTokenDate;
        }
        long[] made = new long[1];
        cuts.make(user, 0, cut -> {
            made[0] = cut.millis();
            return users.cut(user.id, cut);
        });
        return Math.max(made[0], clock.millis());
    }
}
