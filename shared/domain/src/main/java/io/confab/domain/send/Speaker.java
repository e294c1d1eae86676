package io.confab.domain.send;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.user.Caller;
import io.confab.domain.user.ClientInfo;
import io.confab.domain.user.User;
import java.util.Optional;

/**
 * In whose name a message is sent.
 *
 * @param unbound whether it is sent as the system: no right to write is required
 */
record Speaker(Caller caller, boolean unbound) {

    /** A user who calls. */
    static Speaker of(Caller caller) {
        return new Speaker(caller, false);
    }

    /**
     * A user in whose name a signed back end sends: with the user's own rights or, as the system, without any.
     *
     * @throws Refusal if the user does not exist; if they may not call, unless it is sent as the system
     */
    static Speaker byServer(Optional<? extends User> record, ClientInfo client, boolean asSystem) {
        User user = record.orElseThrow(() -> new Refusal(ErrorCode.USER_NOT_FOUND, "from_uid: no such user"));
        if (!asSystem) {
            user.requireGoodStanding();
        }
        return new Speaker(new Caller(user, client), asSystem);
    }

    String uid() {
        return caller.uid();
    }
}
