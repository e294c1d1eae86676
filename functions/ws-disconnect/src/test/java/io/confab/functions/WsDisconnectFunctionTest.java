package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WsDisconnectFunctionTest extends FunctionTestBase {
    @Test
    void wsDisconnect_boundConnection_isUnboundAndTheRecordStays() {
        // Given
        users.connected("alice", "alice-web", "conn-1");

        // When
        Reply reply = call(event("disconnect"));

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(stored("uni-id-device")).singleElement().satisfies(device -> assertThat(device)
                .doesNotContainKey("connection_id")
                .containsEntry("token_expired", 4_102_444_800_000L));
    }

    @Test
    void wsDisconnect_lateOfAReplacedConnection_leavesTheNewerOne() {
        // Given
        users.connected("alice", "alice-web", "conn-2");

        // When
        Reply reply = call(Events.disconnect("conn-1"));

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(stored("uni-id-device")).singleElement().satisfies(device -> assertThat(device)
                .containsEntry("connection_id", "conn-2"));
    }

    @Test
    void wsDisconnect_calledByUrl_isRefused() {
        // Given
        users.connected("alice", "alice-web", "conn-1");

        // Then
        assertThat(call(event("called-by-url")).outcome()).isEqualTo("403 no-permission");
        assertThat(stored("uni-id-device").get(0)).containsKey("connection_id");
    }

    @Test
    void wsDisconnect_record_isKeptThirtyDaysBehindItsTokensEnd() {
        // Given: one of now, one of a former version
        long now = System.currentTimeMillis();
        long month = 30L * 24 * 3_600_000;
        users.device(
                "alice",
                "web",
                Map.of(
                        "connection_id",
                        "conn-1",
                        "token_expired",
                        now + 50_000,
                        "forget_at",
                        new Date(now + 50_000 + month)));
        users.device("bob", "web", Map.of("connection_id", "conn-2", "token_expired", now + 50_000));

        // When
        call(Events.disconnect("conn-1"));
        call(Events.disconnect("conn-2"));

        // Then
        assertThat(stored("uni-id-device")).hasSize(2).allSatisfy(device -> assertThat(device)
                .containsEntry("forget_at", new Date(now + 50_000 + month))
                .containsKey("last_time"));
    }
}
