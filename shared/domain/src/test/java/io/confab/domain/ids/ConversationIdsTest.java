package io.confab.domain.ids;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConversationIdsTest {
    @Test
    void single_eitherOrder_isPrefixAndMd5OfTheSortedPair() {
        assertThat(ConversationIds.single("alice", "bob")).isEqualTo("single_b3701cb1cb2d196ad68d6969ab0fbf2c");
        assertThat(ConversationIds.single("bob", "alice")).isEqualTo("single_b3701cb1cb2d196ad68d6969ab0fbf2c");
    }

    @Test
    void single_sorting_isByCodeUnit() {
        // "B" before "a": as the original's sort() does, not by locale.
        assertThat(ConversationIds.single("a", "B")).isEqualTo("single_" + Hashes.md5("B,a"));
        assertThat(ConversationIds.single("u10", "u9")).isEqualTo("single_" + Hashes.md5("u10,u9"));
    }

    @Test
    void group_andBack_isTheGroupsId() {
        assertThat(ConversationIds.group("g1")).isEqualTo("group_g1");
        assertThat(ConversationIds.groupId("group_g1")).isEqualTo("g1");
        assertThat(ConversationIds.isGroup("group_g1")).isTrue();
        assertThat(ConversationIds.isGroup(ConversationIds.single("a", "b"))).isFalse();
    }

    @Test
    void md5_isLowerCaseHexOfUtf8() {
        assertThat(Hashes.md5("[\"from_uid\",\"to_uid\"]")).isEqualTo("a2d9a1dbf5853c9391ab6545759cac4d");
        assertThat(Hashes.md5("用户")).isEqualTo("1fd02a90c38333badc226309fea6fecb");
    }
}
