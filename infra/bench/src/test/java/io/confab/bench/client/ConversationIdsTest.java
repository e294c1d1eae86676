package io.confab.bench.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConversationIdsTest {
    @Test
    void single_eitherWayRound_isTheSame() {
        assertThat(ConversationIds.single("bob", "alice"))
                .isEqualTo(ConversationIds.single("alice", "bob"))
                .isEqualTo("single_b3701cb1cb2d196ad68d6969ab0fbf2c");
    }
}
