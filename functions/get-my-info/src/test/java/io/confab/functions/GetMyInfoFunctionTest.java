package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GetMyInfoFunctionTest extends FunctionTestBase {
    @Test
    void getMyInfo_everythingKnown_isShownUnmasked() {
        // Given
        users.add(
                "alice",
                Map.of(
                        "nickname",
                        "Alice",
                        "avatar_file",
                        new Document("url", "/u"),
                        "email",
                        "alice@mail.example",
                        "mobile",
                        "13800001234",
                        "gender",
                        2,
                        "role",
                        List.of("uni-im-admin"),
                        "valid_token_date",
                        1L,
                        "password",
                        "hash"));

        // When
        Reply reply = call(event("mine"));

        // Then
        assertThat(reply.data())
                .hasToString("{\"_id\":\"alice\",\"nickname\":\"Alice\",\"avatar_file\":{\"url\":\"/u\"},"
                        + "\"username\":\"alice\",\"email\":\"alice@mail.example\",\"mobile\":\"13800001234\","
                        + "\"gender\":2,\"register_date\":1700000000000,\"role\":[\"uni-im-admin\"]}");
    }

    @Test
    void getMyInfo_littleKnown_leavesOutTheRest() {
        collection("uni-id-users").replaceOne(new Document("_id", "alice"), new Document());

        assertThat(call("getMyInfo", "alice", Map.of()).data())
                .hasToString("{\"_id\":\"alice\",\"nickname\":\"用户lice\",\"role\":[]}");
        set("uni-id-users", "_id", "alice", "presence", "hidden");
        assertThat(call(event("mine")).data().path("presence").asText()).isEqualTo("hidden");
    }

    @Test
    void getMyInfo_withoutToken_is401() {
        Reply reply = call(event("without-token"));

        assertThat(reply.outcome()).isEqualTo("401 uni-id-check-token-failed");
        assertThat(reply.text("/errSubject")).isEqualTo("uni-im-co");
    }
}
