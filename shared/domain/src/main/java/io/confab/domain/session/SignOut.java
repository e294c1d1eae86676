package io.confab.domain.session;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.device.Device;
import io.confab.domain.user.Caller;
import io.confab.domain.user.Token;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * logout and signOutDevice. A logout revokes the token and signs out every device that used it or another token of its sid
 * (docs/rules.md#accounts). The token comes first: if the process dies in between, nobody can call with the token, and a device
 * is pushed to at most until its token expires. A device that connects at the same time is handled by {@link DeviceAdmission}.
 */
@Singleton
public class SignOut {
    /**
     * Maximum number of revoked tokens and ended sids that are stored for one user; if there are more, all of the user's tokens
     * are revoked.
     */
    private static final int MAX_ENDED = 1_000;

    /** How far the clocks of two issuers may differ. */
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
        this.tokenLife = config.tokenExpiresIn().toMillis();
    }

    /** Signs out the devices of the calling token's sid, or every device and token of the user. */
    public void signOut(TokenBearer bearer, Caller caller, boolean everywhere) {
        Token token = bearer.token();
        User user = caller.user();
        User.Ended revoked = new User.Ended(token.name(), token.expiresAt());
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
     * of its sid extends a device from then on. A device that does not exist counts as signed out. The sid comes first: if the
     * process dies in between, the device is pushed to at most until its token expires, and a repeat completes the call. If two
     * sign-outs run at the same moment, each completes what the other left.
     *
     * @return whether the sid is that of the bearer's own token
     */
    public boolean signOutDevice(TokenBearer bearer, Caller caller, String deviceId) {
        Optional<Device> found = devices.findOne(bearer.uid(), deviceId);
        found.filter(device -> device.sid != null).ifPresent(device -> endSid(bearer.token(), caller.user(), device));
        found.ifPresent(devices::signOut);
        return found.filter(device -> isOwn(bearer.token(), device)).isPresent();
    }

    private void endSid(Token token, User user, Device device) {
        long now = clock.millis();
        long end = Math.max(device.tokenExpired, newestEnd(user, now));
        long last = isOwn(token, device) ? Math.max(end, token.sidUntil()) : end;
        users.endSid(user.id, new User.Ended(device.sid, last), now, MAX_ENDED);
    }

    private static boolean isOwn(Token token, Device device) {
        return token.sid().equals(device.sid);
    }

    /** When the last token of the sid that may have been issued until now expires. */
    private long lastEnd(Token token, User user, long now) {
        return Math.max(token.sidUntil(), newestEnd(user, now));
    }

    /** When the last token that Confab may have issued until now expires. */
    private long newestEnd(User user, long now) {
        return Math.max(now, user.validTokenDate == null ? 0 : user.validTokenDate) + tokenLife + CLOCKS_APART;
    }

    private static boolean isFull(List<User.Ended> ended) {
        return ended != null && ended.size() >= MAX_ENDED;
    }
}
