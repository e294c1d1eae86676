package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.Events;
import io.confab.testing.FunctionTestBase;
import io.confab.testing.Tokens;
import io.confab.testing.Users;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SetPushCidFunctionTest extends FunctionTestBase {
    private Reply set(String uid, String deviceId, Object params) {
        return call(Events.call("setPushCid")
                .token(Tokens.good(uid))
                .client(Users.APP, deviceId, "app-plus")
                .body(params)
                .json());
    }

    private Document device(String key) {
        return collection("uni-id-device").find(new Document("device_key", key)).first();
    }

    @Test
    void setPushCid_newDevice_isRecordedWithHowToReachIt() {
        // When
        Reply reply = call(event("by-vendor"));

        // Then
        assertThat(reply.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(stored("uni-id-device")).singleElement().satisfies(device -> assertThat(device)
                .containsEntry("user_id", "alice")
                .containsEntry("device_id", "alice-web")
                .containsEntry("appid", Users.APP)
                .containsEntry("platform", "web")
                .containsEntry("push_clientid", "cid-0001")
                .containsEntry("channel", "sns")
                .containsEntry("endpoint", "arn:aws:sns:eu-central-1:123456789012:endpoint/GCM/confab/1")
                .containsEntry("token_expired", 4_102_444_800_000L));
    }

    @Test
    void setPushCid_knownDevice_keepsItsConnectionAndRecord() {
        // Given
        String id = users.connected("alice", "alice-web", "alice-1");

        // When
        set("alice", "alice-web", Map.of("pushClientId", "cid-2"));
        set("alice", "alice-web", Map.of("pushClientId", "cid-3"));

        // Then
        assertThat(stored("uni-id-device")).singleElement().satisfies(device -> assertThat(device)
                .containsEntry("_id", id)
                .containsEntry("connection_id", "alice-1")
                .containsEntry("push_clientid", "cid-3"));
    }

    @Test
    void setPushCid_cidOfAnotherRecord_moves() {
        // Given: the same telephone, first in bob's hands
        set("bob", "phone", Map.of("pushClientId", "cid-1"));

        // When
        Reply reply = set("alice", "phone", Map.of("pushClientId", "cid-1"));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(device("bob#phone")).doesNotContainKey("push_clientid");
        assertThat(device("alice#phone")).containsEntry("push_clientid", "cid-1");
    }

    @Test
    void setPushCid_tokenEnd_isWhenPushesEnd() {
        // Given
        Instant end = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 5_000);
        String token = Tokens.of("alice").expires(end).sign();

        // When
        call(Events.call("setPushCid")
                .token(token)
                .client(Users.APP, "phone", "ios")
                .body("{\"params\":\"cid-9\"}")
                .json());

        // Then
        assertThat(device("alice#phone"))
                .containsEntry("push_clientid", "cid-9")
                .containsEntry("token_expired", end.toEpochMilli());
    }

    @Test
    void setPushCid_badParameters_are400() {
        assertThat(call(event("no-device")).outcome()).isEqualTo("400 param-error");
        assertThat(set("alice", "phone", Map.of()).outcome()).isEqualTo("400 param-error");
        assertThat(set("alice", "phone", Map.of("pushClientId", "")).outcome()).isEqualTo("400 param-error");
        assertThat(set("alice", "phone", Map.of("pushClientId", 7)).outcome()).isEqualTo("400 param-error");
        assertThat(set("alice", "d".repeat(257), Map.of("pushClientId", "c")).outcome())
                .isEqualTo("400 param-error");
        assertThat(stored("uni-id-device")).isEmpty();
    }
}
