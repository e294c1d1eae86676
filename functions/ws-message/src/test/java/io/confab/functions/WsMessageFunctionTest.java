package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class WsMessageFunctionTest extends FunctionTestBase {
    private static final String PING = "{\"action\":\"ping\"}";

    @Test
    void wsMessage_ping_isAnsweredWithTheTime() {
        // Given
        users.connected("alice", "alice-web", "conn-1");
        clock.set(1_800_000_000_000L);

        // When
        Reply reply = call(event("ping"));

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json()).hasToString("{\"type\":\"pong\",\"time\":1800000000000}");
    }

    @Test
    void wsMessage_ping_costsNoWriteAndOneReadInTenMinutes() {
        // Given
        clock.set(1_800_000_000_000L);
        Map<String, ?> device = Map.of("connection_id", "conn-9", "token_expired", 1_800_000_900_000L);
        users.device("alice", "alice-web", device);

        // Then
        assertThat(commandsOfPing(1_800_000_000_000L)).containsExactly("find uni-id-device");
        for (int minute = 1; minute < 10; minute++) {
            assertThat(commandsOfPing(1_800_000_000_000L + minute * 60_000L)).isEmpty();
        }
        assertThat(commandsOfPing(1_800_000_600_000L)).containsExactly("find uni-id-device");

        // And the end of the token is not missed
        clock.set(1_800_000_900_000L);
        assertThat(call(Events.frame("conn-9", PING)).json().has("type")).isFalse();
        assertThat(online.isClosed("conn-9")).isTrue();
    }

    private List<String> commandsOfPing(long now) {
        clock.set(now);
        assertThat(call(Events.frame("conn-9", PING)).text("/type")).isEqualTo("pong");
        return commands.names();
    }

    @Test
    void wsMessage_unknownAction_isAnErrorFrameAndTheConnectionStays() {
        // Given
        users.connected("alice", "alice-web", "conn-1");

        // When
        Reply reply = call(event("unknown-action"));

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("/type")).isEqualTo("error");
        assertThat(reply.errCode()).isEqualTo("param-error");
        assertThat(reply.errMsg()).isNotEmpty();
        assertThat(online.isClosed("conn-1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ping", "[\"ping\"]", "{\"action\":5}", "{\"action\":\"ping\"", "{\"action\":{\"$ne\":1}}"})
    void wsMessage_noKnownFrame_isAnErrorFrame(String frame) {
        // Given
        users.connected("alice", "alice-web", "conn-1");

        // Then
        assertThat(call(Events.frame("conn-1", frame)).text("/type")).isEqualTo("error");
    }

    @Test
    void wsMessage_afterTheTokensEnd_endsTheConnection() {
        // Given
        users.device("alice", "alice-web", Map.of("connection_id", "conn-2", "token_expired", 1_000L));

        // When
        Reply reply = call(Events.frame("conn-2", PING));

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().has("type")).isFalse();
        assertThat(online.frames("conn-2")).containsExactly("{\"type\":\"bye\",\"reason\":\"token-expired\"}");
        assertThat(online.isClosed("conn-2")).isTrue();
    }
}
