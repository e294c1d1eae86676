package io.confab.domain.user;

import io.confab.domain.json.Params;
import io.confab.domain.text.Cut;
import io.confab.domain.text.Names;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The name that other users see: nickname, else username, else masked e-mail or mobile, else {@code 用户} and the last four
 * characters of the id (docs/rules.md#people, docs/rules.md#ids). It is cleaned and has at most 100 characters, whatever is
 * stored.
 */
final class ShownName {
    private static final int MASKED_TAIL = 2;
    private static final int MOBILE_HEAD = 3;
    private static final int MOBILE_TAIL = 4;
    private static final int ID_TAIL = 4;
    private static final int EMAIL_HEAD = 2;

    private ShownName() {}

    static String of(User user) {
        return Stream.of(
                        shown(user.nickname, UnaryOperator.identity()),
                        shown(user.username, UnaryOperator.identity()),
                        shown(user.email, ShownName::maskEmail),
                        shown(user.mobile, ShownName::maskMobile))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> "用户" + Cut.last(user.id, ID_TAIL));
    }

    private static Optional<String> shown(String stored, UnaryOperator<String> form) {
        return Optional.of(Names.shown(stored, Params.MAX_STRING))
                .filter(name -> !name.isEmpty())
                .map(name -> Cut.first(form.apply(name), Nickname.MAX_LENGTH));
    }

    private static String maskEmail(String email) {
        int at = email.indexOf('@');
        String local = at < 0 ? email : email.substring(0, at);
        String domain = at < 0 ? "" : email.substring(at);
        return Cut.first(local, EMAIL_HEAD) + "***" + domain;
    }

    private static String maskMobile(String mobile) {
        if (mobile.length() <= MOBILE_HEAD + MOBILE_TAIL) {
            return "****" + Cut.last(mobile, MASKED_TAIL);
        }
        return Cut.first(mobile, MOBILE_HEAD) + "****" + Cut.last(mobile, MOBILE_TAIL);
    }
}
