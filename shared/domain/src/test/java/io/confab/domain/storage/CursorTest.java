package io.confab.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confab.domain.error.Refusal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @Test
    void decode_ownCursor_givesTheValuesBack() {
        String cursor = Cursor.encode("list,x", 1_800_000_000_000L, "single_abc");
        assertThat(Cursor.<String>decode("list,x", cursor, read -> read.number() + " " + read.text()))
                .isEqualTo("1800000000000 single_abc");
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

    @Test
    void decode_anotherSpellingOfTheSameBytes_isRefused() {
        for (String id : List.of("a", "ab", "abc")) {
            String cursor = Cursor.encode("list", 12345, id);
            String start = cursor.substring(0, cursor.length() - 1);
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                    .chars()
                    .mapToObj(last -> start + (char) last)
                    .filter(other -> !other.equals(cursor))
                    .forEach(other -> assertRefused("list", other));
            assertRefused("list", cursor + "=");
            assertRefused("list", cursor + "==");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "line\nbreak", "%0A", "100%25", "\r\u2028", "\n"})
    void decode_anyText_givesItBack(String id) {
        String cursor = Cursor.encode("list", id, 7, id);
        assertThat(Cursor.<List<Object>>decode(
                        "list", cursor, read -> List.of(read.text(), read.number(), read.oneOf(id, "other"))))
                .containsExactly(id, 7L, id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "-1", "9223372036854775807", "10000000000000000", "1e3", "1.0", "+1", "01", " 1", "１"})
    void decode_noNumberWhereOneBelongs_isRefused(String value) {
        assertRefused("list", Cursor.encode("list", value, "id"));
    }

    @Test
    void decode_otherValuesThanAskedFor_isRefused() {
        assertRefused("list", Cursor.encode("list"));
        assertRefused("list", Cursor.encode("list", 1));
        assertRefused("list", Cursor.encode("list", 1, "id", "more"));
        assertRefused("list", Cursor.encode("list", 1, "x".repeat(2_048)));
        String word = Cursor.encode("list", "written");
        assertThatThrownBy(() -> Cursor.decode("list", word, read -> read.oneOf("read", "unread")))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("cursor:");
        assertThatThrownBy(() -> Cursor.requireNone(Optional.of(word))).isInstanceOf(Refusal.class);
    }

    private static String two(Cursor read) {
        return read.number() + read.text();
    }

    private static void assertRefused(String list, String cursor) {
        assertThatThrownBy(() -> Cursor.decode(list, cursor, CursorTest::two))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("cursor:");
    }
}
