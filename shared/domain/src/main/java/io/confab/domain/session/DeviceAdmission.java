package io.confab.domain.session;

import io.confab.domain.device.VendorAddress;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.user.Caller;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.User;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;

/**
 * Lets admitted bearers connect, register and keep their devices (docs/rules.md#accounts). A sign-out writes the user's record
 * first and then ends the devices' records. So every method here that writes a device's record reads the user's record again
 * afterwards: either the sign-out finds the device, or this method finds the sign-out.
 */
@Singleton
public class DeviceAdmission {
    private final UserRepository users;
    private final Devices devices;

    DeviceAdmission(UserRepository users, Devices devices) {
        this.users = users;
        this.devices = devices;
    }

    /**
     * Binds an open connection to the bearer's device.
     *
     * @throws Refusal 401, 403 if the bearer was signed out in the meantime
     */
    public void connect(TokenBearer bearer, Caller caller, String connectionId) {
        devices.connect(bearer, connectionId);
        lookAgain(bearer, caller);
    }

    /**
     * Sets how a vendor reaches the bearer's device.
     *
     * @throws Refusal 401, 403 if the bearer was signed out in the meantime
     */
    public void register(TokenBearer bearer, Caller caller, VendorAddress address) {
        devices.register(bearer, address);
        lookAgain(bearer, caller);
    }

    /**
     * A new token was issued in exchange for the bearer's: its device is reached until that token expires, unless the sid was
     * ended.
     */
    public void extend(TokenBearer bearer, Caller caller, long tokenExpired) {
        if (bearer.isSidEnded(caller)) {
            users.keepSidEnded(bearer.uid(), new User.Ended(bearer.token().sid(), tokenExpired));
        } else {
            devices.extend(bearer, tokenExpired);
        }
    }

    private void lookAgain(TokenBearer bearer, Caller before) {
        try {
            bearer.admit(users.findOne(bearer.uid()), now -> {
                if (bearer.isSidEnded(now) && !bearer.isSidEnded(before)) {
                    throw new Refusal(ErrorCode.TOKEN_CHECK_FAILED, "signed out meanwhile");
                }
                return now;
            });
        } catch (Refusal e) {
            devices.signOutOwn(bearer);
            throw e;
        }
    }
}
