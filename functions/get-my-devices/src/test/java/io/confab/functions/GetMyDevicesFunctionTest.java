package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GetMyDevicesFunctionTest extends FunctionTestBase {
    @Test
    void getMyDevices_severalDevices_areShownLatestFirstWithoutTheirAddresses() {
        // Given
        clock.set(1_700_000_000_005L);
        users.device("alice", "alice-web", Map.of("connection_id", "c1", "last_time", 1_700_000_000_001L));
        users.device(
                "alice",
                "phone",
                Map.of(
                        "push_clientid", "cid",
                        "channel", "sns",
                        "endpoint", "secret",
                        "last_time", 1_700_000_000_002L));
        users.device("alice", "old", Map.of("token_expired", 1L));
        users.device("alice", "signed-out", Map.of("token_expired", 0L, "last_time", 1_700_000_000_003L));
        users.device("bob", "tablet", Map.of("last_time", 1_700_000_000_004L));

        // When
        Reply reply = call(event("example"));

        // Then
        assertThat(reply.data())
                .hasToString(
                        "[{\"device_id\":\"phone\",\"appid\":\"__UNI__CONFAB\",\"platform\":\"web\",\"channel\":\"sns\","
                                + "\"online\":false,\"last_time\":1700000000002,\"current\":false},"
                                + "{\"device_id\":\"alice-web\",\"appid\":\"__UNI__CONFAB\",\"platform\":\"web\","
                                + "\"online\":true,\"last_time\":1700000000001,\"current\":true},"
                                + "{\"device_id\":\"old\",\"appid\":\"__UNI__CONFAB\",\"platform\":\"web\","
                                + "\"online\":false,\"current\":false}]");
        assertThat(commands.names()).containsExactly("find uni-id-users", "find uni-id-device");
    }

    @Test
    void getMyDevices_connectionThatNoGatewayKeeps_isNotOnline() {
        long now = System.currentTimeMillis();
        clock.set(now);
        users.device("alice", "young", connected(now - 125 * 60_000 + 1));
        users.device("alice", "old", connected(now - 125 * 60_000));

        Reply reply = call("getMyDevices", "alice", Map.of());

        reply.data().forEach(device -> assertThat(device.path("online").asBoolean())
                .isEqualTo(device.path("device_id").asText().equals("young")));
        assertThat(reply.data()).hasSize(2);
    }

    private static Map<String, Object> connected(long since) {
        return Map.of("connection_id", "c" + since, "connected_at", since, "last_time", System.currentTimeMillis());
    }

    @Test
    void getMyDevices_moreThanThereMayBe_showsTheLatest() {
        for (int i = 0; i < 22; i++) {
            users.device("alice", "d" + i, Map.of("last_time", 1_700_000_000_000L + i));
        }

        Reply reply = call("getMyDevices", "alice", Map.of());

        assertThat(reply.data()).hasSize(20);
        assertThat(reply.text("/data/0/device_id")).isEqualTo("d21");
    }

    @Test
    void getMyDevices_withoutToken_is401() {
        assertThat(call(event("without-token")).outcome()).isEqualTo("401 uni-id-check-token-failed");
    }
}
