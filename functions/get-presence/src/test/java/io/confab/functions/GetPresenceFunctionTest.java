package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.testing.Friendships;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alice and Bob are friends, Alice and Carol are in a group of two, Dave and Erin are strangers. */
@QuarkusTest
@TestProfile(GetPresenceFunctionTest.Limited.class)
class GetPresenceFunctionTest extends FunctionTestBase {
    private static final int PER_MINUTE = 60;
    private static final long MAX_AGE = 125 * 60_000;

    @Inject
    Friendships friendships;

    private long now;
    private String groupId;

    /** The limit of a deployment. */
    public static class Limited implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("confab.rate.searches-per-minute", Integer.toString(PER_MINUTE));
        }
    }

    @BeforeEach
    void people() {
        now = System.currentTimeMillis();
        clock.set(now);
        friendships.befriend("alice", "bob");
        groupId = chats.group("alice", "carol");
        forgetEffects();
    }

    private Reply ask(String uid, List<?> uids) {
        return call("getPresence", uid, Map.of("user_ids", uids));
    }

    private List<String> seen(String uid, String... uids) {
        Reply reply = ask(uid, List.of(uids));
        assertThat(reply.outcome()).as(reply.errMsg()).isEqualTo("200 0");
        List<String> ids = new ArrayList<>();
        reply.data().forEach(user -> ids.add(user.path("_id").asText()));
        return ids;
    }

    private void device(String uid, String deviceId, String platform, long connectedAt) {
        users.device(
                uid,
                deviceId,
                Map.of(
                        "connection_id",
                        "c-" + uid + deviceId,
                        "platform",
                        platform,
                        "connected_at",
                        connectedAt,
                        "last_time",
                        connectedAt + 1));
    }

    @Test
    void getPresence_friendsAndFellows_areShownInTheOrderAsked() {
        // Given
        device("bob", "phone", "ios", now - 5_000);
        device("bob", "tablet", "ios", now - 6_000);
        device("bob", "web", "web", now - MAX_AGE + 1);
        device("bob", "old", "android", now - MAX_AGE);
        users.device("carol", "phone", Map.of("last_time", 1_700_000_000_000L));

        // When
        Reply reply = ask("alice", List.of("erin", "carol", "nobody", "bob", "carol", "dave"));

        // Then
        assertThat(reply.data())
                .hasToString("[{\"_id\":\"carol\",\"online\":false,\"platforms\":[],\"last_time\":1700000000000},"
                        + "{\"_id\":\"bob\",\"online\":true,\"platforms\":[\"ios\",\"web\"],\"last_time\":"
                        + (now - 4_999)
                        + "}]");
        assertThat(commands.names()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void getPresence_whoeverIsNoLongerKnown_isLeftOut() {
        assertThat(seen("bob", "alice", "carol")).containsExactly("alice");
        assertThat(seen("carol", "alice", "bob")).containsExactly("alice");

        friendships.end("alice", "bob");
        chats.leave("carol", groupId);

        assertThat(seen("alice", "bob", "carol", "alice")).containsExactly("alice");
        assertThat(seen("carol", "alice")).isEmpty();
    }

    @Test
    void getPresence_largeOrDissolvedGroup_showsNobody() {
        set("uni-im-group", "_id", groupId, "member_count", 500L);
        assertThat(seen("alice", "carol")).containsExactly("carol");

        set("uni-im-group", "_id", groupId, "member_count", 501L);
        assertThat(seen("alice", "carol")).isEmpty();

        set("uni-im-group", "_id", groupId, "member_count", 2L);
        set("uni-im-group", "_id", groupId, "dissolved_time", 5L);
        assertThat(seen("alice", "carol")).isEmpty();
    }

    @Test
    void getPresence_hidden_isLeftOutAndSeesOthers() {
        set("uni-id-users", "_id", "bob", "presence", "hidden");

        assertThat(seen("alice", "bob", "carol")).containsExactly("carol");
        assertThat(seen("bob", "alice", "bob")).containsExactly("alice");
    }

    @Test
    void getPresence_recordsOfOtherTools_breakNothing() {
        set("uni-id-users", "_id", "bob", "presence", 7);
        users.device("bob", "odd", Map.of("connection_id", "c1", "platform", 5, "last_time", "yesterday"));
        users.device("bob", "early", Map.of("connection_id", "c2", "platform", "mp", "last_time", now - 10));
        users.device("carol", "odd", Map.of("connection_id", 3, "last_time", new Document()));

        Reply reply = ask("alice", List.of("bob", "carol"));

        assertThat(reply.outcome()).isEqualTo("200 0");
        JsonNode bob = reply.data().get(0);
        assertThat(bob.path("online").asBoolean()).isTrue();
        assertThat(bob.path("platforms").findValuesAsText("")).isEmpty();
        assertThat(reply.data().get(1).path("_id").asText()).isEqualTo("carol");
    }

    @Test
    void getPresence_manyRecordsOfOne_areSummedUp() {
        collection("uni-id-device")
                .insertMany(IntStream.range(0, 3_000)
                        .mapToObj(i -> new Document("_id", "d" + i)
                                .append("device_key", "bob#" + i)
                                .append("cid_key", "cid" + i)
                                .append("user_id", "bob")
                                .append("last_time", (long) i))
                        .toList());
        device("carol", "phone", "ios", now);

        Reply reply = ask("alice", List.of("bob", "carol"));

        assertThat(reply.number("/data/0/last_time")).isEqualTo(2_999);
        assertThat(reply.data().get(1).path("online").asBoolean()).isTrue();
        assertThat(commands.names()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void getPresence_badParameters_are400() {
        assertThat(call("getPresence", "alice", Map.of()).outcome()).isEqualTo("400 param-error");
        assertThat(ask("alice", List.of(5)).outcome()).isEqualTo("400 param-error");
        assertThat(call("getPresence", "alice", Map.of("user_ids", "bob")).outcome())
                .isEqualTo("400 param-error");
        assertThat(ask("alice", Collections.nCopies(101, "bob")).outcome()).isEqualTo("400 param-error");
        assertThat(ask("alice", Collections.nCopies(100, "bob")).data()).hasSize(1);
        assertThat(ask("alice", List.of()).data()).isEmpty();
        assertThat(ask("nobody", List.of("bob")).outcome()).isEqualTo("401 uni-id-check-token-failed");
        set("uni-id-users", "_id", "alice", "status", 1);
        assertThat(ask("alice", List.of("bob")).outcome()).isEqualTo("403 uni-id-account-banned");
    }

    @Test
    void getPresence_tooOften_is429() {
        for (int i = 0; i < PER_MINUTE; i++) {
            assertThat(ask("erin", List.of()).outcome()).isEqualTo("200 0");
        }

        Reply refused = ask("erin", List.of());

        assertThat(refused.outcome()).isEqualTo("429 rate-limited");
        assertThat(refused.headers()).containsKey("retry-after");
    }
}
