package io.confab.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confab.domain.error.Refusal;
import org.junit.jupiter.api.Test;

class CursorTest {
    @Test
    void decode_ownCursor_givesTheValuesBack() {
        String cursor = Cursor.encode("list,x", 1_800_000_000_000L, "single_abc");
        assertThat(Cursor.decode("list,x", cursor)).containsExactly("1800000000000", "single_abc");
        assertThat(cursor).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void decode_cursorOfAnotherList_isRefused() {
        String cursor = Cursor.encode("list,x", 1);
        assertRefused("list,y", cursor);
    }

    @Test
    void decode_damagedCursor_isRefused() {
        String cursor = Cursor.encode("list", 12345, "id");
        for (int i = 0; i < cursor.length(); i++) {
            char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
            String damaged = cursor.substring(0, i) + other + cursor.substring(i + 1);
            if (!damaged.equals(cursor)) {
                assertRefused("list", damaged);
            }
        }
        assertRefused("list", "");
        assertRefused("list", "not a cursor!");
        assertRefused("list", cursor.substring(1));
    }

    private static void assertRefused(String list, String cursor) {
        assertThatThrownBy(() -> Cursor.decode(list, cursor))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("cursor:");
    }
}
