package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SignOutDeviceFunctionTest extends FunctionTestBase {
    private Document device(String key) {
        return collection("uni-id-device").find(new Document("device_key", key)).first();
    }

    private List<Document> endedSids() {
        return collection("uni-id-users")
                .find(new Document("_id", "alice"))
                .first()
                .getList("ended_sids", Document.class, List.of());
    }

    @Test
    void signOutDevice_connectedOne_endsItItsConnectionAndItsSid() {
        // Given
        users.device("alice", "old-phone", Map.of("connection_id", "c1", "sid", "s-1", "last_time", 1L));
        users.device("alice", "tablet", Map.of("connection_id", "c2", "sid", "s-2", "last_time", 1L));
        users.device("bob", "old-phone", Map.of("connection_id", "c3", "sid", "s-3", "last_time", 1L));

        // When
        Reply reply = call(event("example"));
        Reply again = call(event("example"));

        // Then
        assertThat(reply.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(again.json()).isEqualTo(reply.json());
        assertThat(device("alice#old-phone")).containsEntry("token_expired", 0L).doesNotContainKey("connection_id");
        assertThat(online.frames("c1")).containsExactly("{\"type\":\"bye\",\"reason\":\"signed-out\"}");
        assertThat(online.isClosed("c1")).isTrue();
        assertThat(online.isClosed("c2")).isFalse();
        assertThat(online.isClosed("c3")).isFalse();
        assertThat(endedSids()).singleElement().satisfies(ended -> assertThat(ended)
                .containsEntry("_id", "s-1")
                .containsEntry("exp", device("alice#tablet").getLong("token_expired")));
    }

    @Test
    void signOutDevice_unknownOrOfBefore_isASuccess() {
        users.device("alice", "of-before", Map.of());

        assertThat(call("signOutDevice", "alice", Map.of("device_id", "of-before"))
                        .outcome())
                .isEqualTo("200 0");
        assertThat(call("signOutDevice", "alice", Map.of("params", "unknown")).outcome())
                .isEqualTo("200 0");
        assertThat(call("signOutDevice", "alice", Map.of("device_id", "unknown"))
                        .outcome())
                .isEqualTo("200 0");
        assertThat(device("alice#of-before")).containsEntry("token_expired", 0L);
        assertThat(endedSids()).isEmpty();
    }

    @Test
    void signOutDevice_nearTheTokensEnd_givesANewTokenUnlessTheSidIsItsOwn() {
        // Given
        String token = Tokens.of("alice").expires(Instant.now().plusSeconds(60)).sign();
        users.device("alice", "other", Map.of("sid", "s-2"));
        users.device("alice", "own", Map.of("sid", Tokens.name(token)));

        // Then
        assertThat(signOut(token, "other").json().has("newToken")).isTrue();
        assertThat(signOut(token, "own").json().has("newToken")).isFalse();
    }

    private Reply signOut(String token, String deviceId) {
        return call(Events.call("signOutDevice")
                .token(token)
                .body("{\"device_id\":\"%s\"}".formatted(deviceId))
                .json());
    }

    @Test
    void signOutDevice_badParameters_are400() {
        for (Object bad : List.of("", "x".repeat(257), 1)) {
            assertThat(call("signOutDevice", "alice", Map.of("device_id", bad)).outcome())
                    .isEqualTo("400 param-error");
        }
        assertThat(call("signOutDevice", "alice", Map.of()).outcome()).isEqualTo("400 param-error");
        assertThat(call(event("without-token")).outcome()).isEqualTo("401 uni-id-check-token-failed");
    }
}
