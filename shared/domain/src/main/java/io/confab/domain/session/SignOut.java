package io.confab.domain.session;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.device.Device;
import io.confab.domain.user.Token;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * logout and signOutDevice. At a logout the token stops working, every device that came by it or by a token of its sid hears
 * nothing more (docs/rules.md#accounts). The token first: if the process dies in between, a device is still pushed to until its
 * token's end, and nobody can call with the token. Who connects meanwhile looks again (see {@link DeviceAdmission}).
 */
@Singleton
public class SignOut {
    /** Of one user's revoked tokens and ended sids at most so many are kept; beyond, all of their tokens stop working. */
    private static final int MAX_ENDED = 1_000;

    /** How far the clocks of two issuers may be apart. */
    private static final long CLOCKS_APART = Duration.ofMinutes(1).toMillis();

    private final UserRepository users;
    private final Devices devices;
    private final TokenCuts cuts;
    private final Clock clock;
    private final long tokenLife;

    SignOut(UserRepository users, Devices devices, TokenCuts cuts, Clock clock, ConfabConfig config) {
        this.users = users;
        this.devices = devices;
        this.cuts = cuts;
        this.clock = clock;
        this.tokenLife = Duration.ofSeconds(config.tokenExpiresIn()).toMillis();
    }

    /** Signs out what came by the calling token, or every device and token of the user. */
    public void signOut(TokenBearer bearer, boolean everywhere) {
        Token token = bearer.token();
        User user = bearer.caller().orElseThrow().user();
        User.Ended revoked = new User.Ended(token.name(), token.expiresAt());
        bearer.signedOut();
        if (everywhere || isFull(user.revokedTokens) || isFull(user.endedSids)) {
            cuts.make(user, token.issuedAtSeconds(), cut -> users.cut(user.id, cut, revoked, MAX_ENDED));
            devices.signOutAll(user.id);
            return;
        }
        long now = clock.millis();
        users.revoke(user.id, revoked, new User.Ended(token.sid(), lastEnd(token, user, now)), now);
        devices.signOut(bearer);
    }

    /**
     * signOutDevice: nothing is pushed to one of the bearer's devices any more, its connection is told and ended, and no token
     * of its sid extends a device from then on. A device that is not there is signed out already. The sid first: if the process
     * dies in between, the device is pushed to until its token's end at most, and a repeat finishes. At the same moment as
     * another sign-out, each finds what the other left.
     */
    public void signOutDevice(TokenBearer bearer, String deviceId) {
        devices.findOne(bearer.uid(), deviceId).ifPresent(device -> {
            if (device.sid != null) {
                endSid(bearer, device);
            }
            devices.signOut(device);
        });
    }

    private void endSid(TokenBearer bearer, Device device) {
        Token token = bearer.token();
        boolean own = device.sid.equals(token.sid());
        if (own) {
            bearer.signedOut();
        }
        long now = clock.millis();
        long end = Math.max(
                device.tokenExpired, newestEnd(bearer.caller().orElseThrow().user(), now));
        users.endSid(
                bearer.uid(), new User.Ended(device.sid, own ? Math.max(end, token.sidUntil()) : end), now, MAX_ENDED);
    }

    /** When the last token of the sid ends that may have been issued by now. */
    private long lastEnd(Token token, User user, long now) {
        return Math.max(token.sidUntil(), newestEnd(user, now));
    }

    /** When the last token ends that we may have issued by now. */
    private long newestEnd(User user, long now) {
        return Math.max(now, user.validTokenDate == null ? 0 : user.validTokenDate) + tokenLife + CLOCKS_APART;
    }

    private static boolean isFull(List<User.Ended> ended) {
        return ended != null && ended.size() >= MAX_ENDED;
    }
}
