package io.confab.domain.identity;

import io.confab.domain.device.Devices;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/**
 * logout: the token stops working, the device hears nothing more (contract sections 5 and 9, Accounts). The token first: if
 * the process dies in between, the device is still pushed to until the token's end, and nobody can call with it.
 */
@Singleton
public class SignOut {
    /** Of one user's revoked tokens at most so many are kept; beyond, all of their tokens stop working. */
    private static final int MAX_REVOKED_TOKENS = 1_000;

    private final UserRepository users;
    private final Devices devices;
    private final Clock clock;

    SignOut(UserRepository users, Devices devices, Clock clock) {
        this.users = users;
        this.devices = devices;
        this.clock = clock;
    }

    /** Signs out the calling device, or every device and token of the user. */
    public void signOut(TokenBearer bearer, boolean everywhere) {
        long now = clock.millis();
        List<User.RevokedToken> revoked = bearer.caller().orElseThrow().user().revokedTokens;
        boolean full = revoked != null && revoked.size() >= MAX_REVOKED_TOKENS;
        if (everywhere || full) {
            users.revokeAllTokens(bearer.uid(), bearer.tokenId(), bearer.expiresAt(), now, MAX_REVOKED_TOKENS);
            devices.signOutAll(bearer.uid());
            return;
        }
        users.revokeToken(bearer.uid(), bearer.tokenId(), bearer.expiresAt(), now);
        bearer.client().deviceId().ifPresent(deviceId -> devices.signOut(bearer.uid(), deviceId));
    }
}
