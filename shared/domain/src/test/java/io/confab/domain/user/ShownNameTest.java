package io.confab.domain.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownNameTest {
    @ParameterizedTest
    @CsvSource({
        "Nick, user, ab@x.y, 13812345678, Nick",
        "'',   user, ab@x.y, 13812345678, user",
        "'  ', '',   abc@x.y, 13812345678, ab***@x.y",
        ",     ,     a@x.y,  ,            a***@x.y",
        ",     ,     ,       13812345678, 138****5678",
        ",     ,     ,       12345,       ****45",
        ",     ,     ,       ,            用户cdef",
        ",     ,     a😀b@x.y, ,          a***@x.y",
        ",     ,     ,       12345😀,     ****😀",
        "'\u3164\u00A0\u200B\u2800', user, , , user",
        "'\u202Eecila\n\u2028', user, , , ecila",
    })
    void of_firstThatIsThere_isShownAndContactsAreMasked(
            String nickname, String username, String email, String mobile, String shown) {
        User user = new User();
        user.id = "0123456789abcdef";
        user.nickname = nickname;
        user.username = username;
        user.email = email;
        user.mobile = mobile;
        assertThat(ShownName.of(user)).isEqualTo(shown);
    }

    @Test
    void of_storedLong_isCutBetweenCharacters() {
        User user = new User();
        user.nickname = "x".repeat(99) + "😀".repeat(500_000);
        assertThat(ShownName.of(user)).isEqualTo("x".repeat(99));
    }

    @Test
    void of_idWithAPairAtItsEnd_isNotCutInside() {
        User user = new User();
        user.id = "ab😀cde";
        assertThat(ShownName.of(user)).isEqualTo("用户cde");
    }

    @Test
    void of_shortId_isShownWhole() {
        User user = new User();
        user.id = "7";
        assertThat(ShownName.of(user)).isEqualTo("用户7");
    }
}
