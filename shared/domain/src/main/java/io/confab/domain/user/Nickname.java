package io.confab.domain.user;

import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.json.Params;
import java.util.Optional;

/** Which nicknames are allowed (docs/rules.md#accounts). */
public final class Nickname {
    /** The longest. */
    public static final int MAX_LENGTH = 100;

    private Nickname() {}

    /** Reads a nickname from a client, cleaned; empty if it shows nothing. Its length is checked by {@link #requireValid}. */
    public static Optional<String> decode(Params params) {
        return params.name("nickname", Integer.MAX_VALUE);
    }

    /**
     * Refuses a nickname that is not allowed.
     *
     * @throws Refusal {@code uni-id-invalid-nickname}
     */
    public static void requireValid(String nickname) {
        if (!isValid(nickname)) {
            throw new Refusal(
                    ErrorCode.INVALID_NICKNAME,
                    "nickname: something to see, not with @, not of digits only, at most 100 characters");
        }
    }

    /** Whether a cleaned name may be a nickname; one that shows nothing may not. */
    public static boolean isValid(String nickname) {
        boolean digitsOnly = nickname.codePoints().allMatch(Character::isDigit);
        return !nickname.contains("@") && !digitsOnly && nickname.length() <= MAX_LENGTH;
    }
}
