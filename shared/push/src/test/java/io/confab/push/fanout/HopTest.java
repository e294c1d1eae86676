package io.confab.push.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.Refusal;
import io.confab.domain.push.Strategy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HopTest {
    private static final String MESSAGE =
            """
            {"appId":"app","senderAppId":"s","senderDeviceId":"d","extra_uids":["left"],"unknown":1,
             "pushParam":{"title":"t","content":"c","payload":{"type":"uni-im",
             "data":{"_id":"m1","group_id":"g1","from_uid":"alice","type":"text","call_uid":["bob"]}}}}""";

    private static ObjectNode event(String json) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void decode_message_knowsGroupSenderAndMentions() {
        Hop hop = Hop.decode(event(MESSAGE));
        assertThat(hop.groupId()).isEqualTo("g1");
        assertThat(hop.payload().messageId()).hasValue("m1");
        assertThat(hop.payload().isMessage()).isTrue();
        assertThat(hop.payload().causedBy()).isEqualTo("alice");
        assertThat(hop.payload().mentions("bob")).isTrue();
        assertThat(hop.payload().mentions("carol")).isFalse();
        assertThat(hop.strategy()).isEqualTo(Strategy.ONLINE_ELSE_OFFLINE);
        assertThat(hop.extraUids()).containsExactly("left");
    }

    @Test
    void successor_nextPage_keepsAllButCursorRestAndExtras() {
        ObjectNode next = Hop.decode(event(MESSAGE)).successor("member-500");
        ObjectNode expected = event(MESSAGE);
        expected.remove("extra_uids");
        expected.put("before_id", "member-500");
        assertThat(next).isEqualTo(expected);
    }

    @Test
    void successor_restOfDevices_travelsWithTheCursor() {
        Hop hop = Hop.decode(event(MESSAGE));
        ObjectNode next = hop.successor(List.of("c1", "c2"), Optional.of("member-500"));
        assertThat(next.get("push_clientids")).hasToString("[\"c1\",\"c2\"]");
        assertThat(next.get("before_id").asText()).isEqualTo("member-500");
        ObjectNode afterThat = Hop.decode(next).successor("member-500");
        assertThat(afterThat.has("push_clientids")).isFalse();
    }

    @Test
    void key_differsByPageAndPart_andIsEqualForARepeat() {
        Hop first = Hop.decode(event(MESSAGE));
        String repeated = Hop.decode(event(MESSAGE)).key();
        String page = Hop.decode(first.successor("m")).key();
        String part =
                Hop.decode(first.successor(List.of("c1"), Optional.of("m"))).key();
        String otherPart =
                Hop.decode(first.successor(List.of("c2"), Optional.of("m"))).key();
        assertThat(first.key()).isEqualTo(repeated).matches("[0-9a-f]+");
        assertThat(Set.of(first.key(), page, part, otherPart)).hasSize(4);
    }

    @Test
    void decode_withoutGroupOrPush_isRefused() {
        assertThatThrownBy(() -> Hop.decode(event("{}"))).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Hop.decode(event(MESSAGE.replace("\"group_id\":\"g1\",", ""))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("group_id");
        assertThatThrownBy(() -> Hop.decode(event(MESSAGE.replace("\"title\":\"t\",", ""))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("title");
    }
}
