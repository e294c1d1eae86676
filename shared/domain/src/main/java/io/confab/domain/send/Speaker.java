package io.confab.domain.send;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.user.Caller;
import io.confab.domain.user.ClientInfo;
import io.confab.domain.user.TokenBearer;
import io.confab.domain.user.User;
import java.util.Optional;
import java.util.function.Function;

/**
 * In whose name a message is sent, before the user's record has been read.
 *
 * @param unbound whether it is sent as the system: no right to write is required
 * @param admission admits the user by their record, or refuses
 */
public record Speaker(
        String uid, ClientInfo client, boolean unbound, Function<Optional<? extends User>, Caller> admission) {

    /** Someone with a token. */
    static Speaker of(TokenBearer bearer) {
        return new Speaker(bearer.uid(), bearer.client(), false, user -> bearer.caller()
                .orElseGet(() -> bearer.admit(user.map(User.class::cast))));
    }

    /** A user in whose name a signed back end sends: with the user's own rights or, as the system, without any. */
    static Speaker byServer(String uid, ClientInfo client, boolean asSystem) {
        return new Speaker(uid, client, asSystem, record -> {
            User user = record.orElseThrow(() -> new Refusal(ErrorCode.USER_NOT_FOUND, "from_uid: no such user"));
            if (!asSystem) {
                user.requireGoodStanding();
            }
            return new Caller(user, client);
        });
    }

    Caller admit(Optional<? extends User> user) {
        return admission.apply(user);
    }
}
