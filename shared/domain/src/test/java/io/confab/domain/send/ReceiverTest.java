package io.confab.domain.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.message.Message;
import org.junit.jupiter.api.Test;

class ReceiverTest {
    private static final Receiver BOB = new Receiver.Person("bob");
    private static final Receiver GROUP = new Receiver.InGroup("bob");

    @Test
    void address_personAndGroupOfTheSameId_areNotMistaken() {
        Message toBob = new Message();
        BOB.address(toBob);
        Message toGroup = new Message();
        GROUP.address(toGroup);

        assertThat(BOB.gets(toBob)).isTrue();
        assertThat(BOB.gets(toGroup)).isFalse();
        assertThat(GROUP.gets(toGroup)).isTrue();
        assertThat(GROUP.gets(toBob)).isFalse();
    }

    @Test
    void conversationId_isTheSameFromBothSidesOfASingleChat() {
        assertThat(BOB.conversationId("alice")).isEqualTo(new Receiver.Person("alice").conversationId("bob"));
        assertThat(GROUP.conversationId("alice")).isEqualTo("group_bob");
    }
}
