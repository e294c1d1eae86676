package io.confab.domain.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.conversation.Conversation;
import io.confab.domain.group.Group;
import io.confab.domain.group.GroupMember;
import io.confab.domain.message.Message;
import io.confab.domain.message.SpecialAbove;
import io.confab.domain.message.UnreadKeys;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The unread rule: above my mark, not by me, not revoked, not system. */
class SideTest {
    private static Conversation single(long lastSeq, long lastOtherN, long readSeq, long readN) {
        Conversation mine = new Conversation();
        mine.conversationId = "single_x";
        mine.type = Conversation.SINGLE;
        mine.userId = "me";
        mine.friendUid = "you";
        mine.lastSeq = lastSeq;
        mine.lastFromUid = "you";
        mine.lastOwnN = lastOtherN;
        mine.readSeq = readSeq;
        mine.readN = readN;
        return mine;
    }

    private static Side inGroup(long lastSeq, long lastN, long readSeq, long readN) {
        Conversation mine = new Conversation();
        mine.conversationId = "group_g";
        mine.type = Conversation.GROUP;
        mine.userId = "me";
        mine.groupId = "g";
        mine.readSeq = readSeq;
        mine.readN = readN;
        Group group = new Group();
        group.id = "g";
        group.lastSeq = lastSeq;
        group.lastN = lastN;
        group.createTime = 7;
        return Side.ofGroup(mine, new GroupMember(), group);
    }

    private static Message special(long seq, String fromUid, boolean revoked, String... callUid) {
        Message message = new Message();
        message.seq = seq;
        message.type = "text";
        message.fromUid = fromUid;
        message.revoked = revoked;
        message.callUid = callUid.length == 0 ? null : List.of(callUid);
        return message;
    }

    @Test
    void unread_ofSingleChat_isWhatTheOtherSentAboveMyMark() {
        assertThat(Side.ofSingle(single(10, 6, 4, 2)).unread()).isEqualTo(4);
        assertThat(Side.ofSingle(single(10, 6, 10, 6)).unread()).isZero();
    }

    @Test
    void unread_ofSingleChat_leavesOutRevokedOnesOfTheOtherOnly() {
        Side side = Side.ofSingle(single(10, 6, 4, 2));
        side.setSpecials(List.of(special(5, "you", true), special(6, "me", true), special(7, "you", false, "me")));
        assertThat(side.unread()).isEqualTo(3);
    }

    @Test
    void unread_ofGroup_leavesOutOwnOrRevokedOnceEach() {
        Side side = inGroup(20, 15, 10, 8);
        side.setSpecials(List.of(
                special(11, "me", false),
                special(12, "me", true),
                special(13, "you", true),
                special(14, "you", false, "me")));
        assertThat(side.unread()).isEqualTo(15 - 8 - 3);
    }

    @Test
    void unread_specialsOutsideTheSpan_doNotCount() {
        Side side = inGroup(20, 15, 10, 8);
        side.setSpecials(List.of(special(10, "me", false), special(21, "you", true)));
        assertThat(side.unread()).isEqualTo(7);
    }

    @Test
    void unread_neverNegative() {
        assertThat(inGroup(3, 1, 9, 5).unread()).isZero();
    }

    @Test
    void specialsNeeded_nothingUnread_needsNoLook() {
        assertThat(Side.ofSingle(single(4, 2, 4, 2)).specialsNeeded()).isEmpty();
        assertThat(inGroup(4, 2, 4, 2).specialsNeeded()).isEmpty();
    }

    @Test
    void specialsNeeded_singleChat_looksOnlyIfSomethingWasRevokedOrMentionsMeAboveTheMark() {
        Conversation quiet = single(10, 6, 4, 2);
        quiet.revokeSeq = 4L;
        quiet.mentionedSeq = 3L;
        assertThat(Side.ofSingle(quiet).specialsNeeded()).isEmpty();

        Conversation revoked = single(10, 6, 4, 2);
        revoked.revokeSeq = 5L;
        assertThat(Side.ofSingle(revoked).specialsNeeded())
                .hasValueSatisfying(needed -> assertThat(needed.seq()).isEqualTo(4))
                .map(SpecialAbove::unreadKeys)
                .hasValueSatisfying(keys -> assertThat(keys)
                        .containsExactly(UnreadKeys.revoked("single_x"), UnreadKeys.at("single_x", "me")));
    }

    @Test
    void mentionedSeq_isTheNewestThatIsNeitherMineNorRevoked() {
        Side side = inGroup(20, 15, 10, 8);
        side.setSpecials(List.of(
                special(12, "you", false, "all"),
                special(13, "you", false, "other", "me"),
                special(14, "you", true, "me"),
                special(15, "me", false, "all"),
                special(16, "you", false, "other")));
        assertThat(side.mentionedSeq()).hasValue(13L);
    }

    @Test
    void setNewest_messageAheadOfTheHead_isTakenIntoAccount() {
        Side side = Side.ofSingle(single(2, 1, 0, 0));
        Message newest = special(5, "you", false);
        newest.n = 5;
        newest.ownN = 4L;
        newest.createTime = 99;
        side.setNewest(newest);
        assertThat(side.unread()).isEqualTo(4);
        assertThat(side.updateTime()).isEqualTo(99);
        assertThat(side.lastSeq()).isEqualTo(5);
    }

    @Test
    void isHidden_untilANewerMessage() {
        Conversation mine = single(3, 1, 0, 0);
        mine.hiddenAtSeq = 3L;
        assertThat(Side.ofSingle(mine).isHidden()).isTrue();
        mine.hiddenAtSeq = 2L;
        assertThat(Side.ofSingle(mine).isHidden()).isFalse();
        Conversation created = single(0, 0, 0, 0);
        created.hiddenAtSeq = -1L;
        assertThat(Side.ofSingle(created).isHidden()).isFalse();
    }

    @Test
    void unread_removedWithThreeUnread_beginsAnewAboveTheRemoval() {
        // Given
        Conversation mine = single(4, 4, 0, 0);
        mine.removedSeq = 3L;
        mine.removedN = 3L;
        Conversation readOn = single(6, 6, 5, 5);
        readOn.removedSeq = 3L;
        readOn.removedN = 3L;

        // Then
        assertThat(Side.ofSingle(mine).unread()).isEqualTo(1);
        assertThat(Side.ofSingle(readOn).unread()).isEqualTo(1);
        assertThat(Side.ofSingle(single(4, 4, 0, 0)).unread()).isEqualTo(4);
    }
}
