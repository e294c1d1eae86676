package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
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
}
