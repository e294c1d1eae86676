package io.confab.push.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BadgesTest {
    private final List<String> counted = new ArrayList<>();
    private final Badges badges = new Badges(uid -> {
        counted.add(uid);
        return 7;
    });

    @Test
    void of_samePersonTwice_countsOnce() {
        assertThat(badges.of("alice")).hasValue(7);
        assertThat(badges.of("alice")).hasValue(7);

        assertThat(counted).containsExactly("alice");
    }

    @Test
    void of_manyPeople_countsABoundedNumber() {
        for (int i = 0; i < 2 * Badges.MAX_PEOPLE; i++) {
            badges.of("user" + i);
        }

        assertThat(counted).hasSize(Badges.MAX_PEOPLE);
        assertThat(badges.of("one more")).isEmpty();
        assertThat(badges.of("user0")).hasValue(7);
    }

    @Test
    void of_whoCannotBeCounted_isWithout() {
        Badges broken = new Badges(uid -> {
            throw new IllegalStateException("no database");
        });

        assertThat(broken.of("alice")).isEmpty();
    }
}
