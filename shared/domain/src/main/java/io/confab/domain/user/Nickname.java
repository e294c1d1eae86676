package io.confab.domain.user;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;

/** What may be a nickname (contract section 9, Accounts). */
public final class Nickname {
    private static final int MAX_LENGTH = 100;

    private Nickname() {}

    /**
     * Lets only a valid nickname pass.
     *
     * @throws Refusal {@code uni-id-invalid-nickname}
     */
    public static void requireValid(String nickname) {
        boolean digitsOnly = nickname.chars().allMatch(Character::isDigit);
        if (nickname.contains("@") || digitsOnly || nickname.length() > MAX_LENGTH) {
            throw new Refusal(
                    ErrorCode.INVALID_NICKNAME, "nickname: not with @, not of digits only, at most 100 characters");
        }
    }
}
