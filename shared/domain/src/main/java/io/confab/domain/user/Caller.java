package io.confab.domain.user;

import java.util.List;

/** An admitted caller: the token is valid, and the user exists and is not banned, under review or closed. */
public record Caller(User user, ClientInfo client) {
    /** The role that may revoke anyone's message (docs/api/messages.md#revokemsg). */
    public static final String IM_ADMIN = "uni-im-admin";

    public String uid() {
        return user.id;
    }

    public Profile profile() {
        return Profile.of(user);
    }

    public OwnDetails ownDetails() {
        return OwnDetails.of(user);
    }

    public boolean hasRole(String role) {
        return (user.role == null ? List.<String>of() : user.role).contains(role);
    }
}
