package io.confab.domain.identity;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.ids.Hashes;
import io.confab.domain.session.Devices;
import io.confab.domain.session.TokenCuts;
import io.confab.domain.user.Nickname;
import io.confab.domain.user.User;
import io.confab.domain.user.UserChanges;
import io.confab.domain.user.UserRepository;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Accounts that the operator's own back end manages (docs/rules.md#accounts). A new user's id is derived from the external id,
 * so that registering twice, or twice at once, stores one user.
 */
@Singleton
public class ExternalAccounts {
    /** The {@code provider} of identities from a back end. */
    public static final String PROVIDER = "externalDirectConnect";

    private static final int ID_LENGTH = 24;

    private final UserRepository users;
    private final Devices devices;
    private final TokenCuts cuts;
    private final Clock clock;

    ExternalAccounts(UserRepository users, Devices devices, TokenCuts cuts, Clock clock) {
        this.users = users;
        this.devices = devices;
        this.cuts = cuts;
        this.clock = clock;
    }

    /**
     * Stores the user.
     *
     * @throws Refusal {@code uni-id-account-exists}, {@code uni-id-invalid-nickname}
     */
    public User register(String externalUid, ExternalProfile profile) {
        profile.nickname().ifPresent(Nickname::requireValid);
        if (users.findByIdentity(PROVIDER, externalUid).isPresent()) {
            throw exists();
        }
        User user = new User();
        user.id = Hashes.md5(PROVIDER + "#" + externalUid).substring(0, ID_LENGTH);
        user.identities = List.of(new User.Identity(PROVIDER, externalUid));
        user.nickname = profile.nickname().orElse(null);
        user.gender = profile.gender().orElse(null);
        user.avatarFile =
                profile.avatar().filter(avatar -> !avatar.saysNothing()).orElse(null);
        user.dcloudAppid = profile.appId().map(List::of).orElse(null);
        user.status = User.NORMAL;
        user.registerDate = clock.millis();
        if (!users.insertOnce(user)) {
            throw exists();
        }
        return user;
    }

    /**
     * The user by id or by external id.
     *
     * @throws Refusal {@code uni-id-account-not-exists}, or 403 if the user may not call
     */
    public User login(Optional<String> uid, Optional<String> externalUid) {
        User user = find(uid, externalUid);
        user.requireGoodStanding();
        return user;
    }

    /**
     * Changes the user's record. If the user may no longer call, or if their tokens are to be revoked, all their devices are
     * signed out at once. The record is changed first, tokens and status in one write: if the process dies before the devices
     * are told, no earlier token is accepted, and repeating the call tells the devices. Returns the uid.
     *
     * @param invalidateTokens whether to revoke all tokens issued until now
     * @throws Refusal {@code uni-id-account-not-exists}, {@code uni-id-invalid-nickname}
     */
    public String change(
            Optional<String> uid, Optional<String> externalUid, UserChanges changes, boolean invalidateTokens) {
        changes.nickname().ifPresent(Nickname::requireValid);
        User user = find(uid, externalUid);
        if (invalidateTokens
                || changes.status().filter(status -> status != User.NORMAL).isPresent()) {
            cuts.make(user, 0, cut -> users.change(user.id, changes, cut));
            devices.signOutAll(user.id);
        } else if (!users.change(user.id, changes)) {
            throw notExists();
        }
        return user.id;
    }

    private User find(Optional<String> uid, Optional<String> externalUid) {
        return uid.map(users::findOne)
                .orElseGet(() -> users.findByIdentity(PROVIDER, externalUid.orElseThrow()))
                .orElseThrow(ExternalAccounts::notExists);
    }

    private static Refusal notExists() {
        return new Refusal(ErrorCode.ACCOUNT_NOT_EXISTS, "no such user");
    }

    private static Refusal exists() {
        return new Refusal(ErrorCode.ACCOUNT_EXISTS, "externalUid: registered already");
    }
}
