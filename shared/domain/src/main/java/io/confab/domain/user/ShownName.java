package io.confab.domain.user;

/**
 * The name others see: nickname, else username, else masked e-mail or mobile, else {@code 用户} and the last four
 * characters of the id (contract section 9, Ids, times, people).
 */
final class ShownName {
    private static final int MOBILE_HEAD = 3;
    private static final int MOBILE_TAIL = 4;

    private ShownName() {}

    static String of(User user) {
        if (isPresent(user.nickname)) {
            return user.nickname;
        }
        if (isPresent(user.username)) {
            return user.username;
        }
        if (isPresent(user.email)) {
            return maskEmail(user.email);
        }
        if (isPresent(user.mobile)) {
            return maskMobile(user.mobile);
        }
        return "用户" + user.id.substring(Math.max(0, user.id.length() - 4));
    }

    private static String maskEmail(String email) {
        int at = email.indexOf('@');
        String local = at < 0 ? email : email.substring(0, at);
        String domain = at < 0 ? "" : email.substring(at);
        return local.substring(0, Math.min(2, local.length())) + "***" + domain;
    }

    private static String maskMobile(String mobile) {
        if (mobile.length() <= MOBILE_HEAD + MOBILE_TAIL) {
            return "****" + mobile.substring(Math.max(0, mobile.length() - 2));
        }
        return mobile.substring(0, MOBILE_HEAD) + "****" + mobile.substring(mobile.length() - MOBILE_TAIL);
    }

    private static boolean isPresent(String value) {
        return value != null && !value.isBlank();
    }
}
