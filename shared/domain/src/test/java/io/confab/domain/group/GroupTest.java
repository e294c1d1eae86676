package io.confab.domain.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.group.PendingChange.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GroupTest {
    private static Group group(Long changeNo, Long joinNo, PendingChange... pending) {
        Group group = new Group();
        group.changeNo = changeNo;
        group.joinNo = joinNo;
        group.pendingChanges = List.of(pending);
        return group;
    }

    @Test
    void members_growWithChangesAndJoins() {
        assertThat(group(null, null).members(5)).contains(new MembersSeen(0, 5));
        assertThat(group(3L, null).members(5)).contains(new MembersSeen(3, 5));
        assertThat(group(3L, 4L).members(5)).contains(new MembersSeen(7, 5));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void members_whileAChangeIsCarriedOut_areUnknown(Kind kind) {
        assertThat(group(1L, 1L, PendingChange.of(kind)).members(5).isPresent()).isEqualTo(kind == Kind.NOTICE);
    }
}
