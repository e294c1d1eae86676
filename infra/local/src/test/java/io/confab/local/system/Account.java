package io.confab.local.system;

import io.confab.testing.Tokens;

/**
 * A user with a token, calling from one device of one app.
 *
 * @param deviceId null for a client that names none
 */
record Account(String uid, String nickname, String token, String appId, String deviceId) {
    static final String APP = "__UNI__SYSTEM";
    static final String TOKEN_SECRET = "confab-local-token-secret-change-me";

    Account onDevice(String otherDeviceId) {
        return new Account(uid, nickname, token, appId, otherDeviceId);
    }

    Account inApp(String otherAppId) {
        return new Account(uid, nickname, token, otherAppId, deviceId);
    }

    Account withToken(String otherToken) {
        return new Account(uid, nickname, otherToken, appId, deviceId);
    }

    /** With a token that the test has signed with the right secret. */
    Account withToken(Tokens token) {
        return withToken(token.sign(TOKEN_SECRET));
    }
}
