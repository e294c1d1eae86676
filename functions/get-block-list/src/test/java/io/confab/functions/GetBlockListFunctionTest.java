package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.Friendships;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GetBlockListFunctionTest extends FunctionTestBase {
    @Inject
    Friendships friendships;

    @Test
    void getBlockList_severalBlocks_comesInPagesLatestFirst() {
        // Given
        chats.text("alice", "erin", "not blocked");
        blockAt(1_700_000_000_000L, "alice", "bob");
        blockAt(1_700_000_000_001L, "alice", "carol");
        blockAt(1_700_000_000_002L, "dave", "alice");

        // When
        Reply first = call(event("latest"));
        Reply second = call("getBlockList", "alice", Map.of("limit", 1, "cursor", first.text("/nextCursor")));

        // Then
        assertThat(first.data())
                .hasToString("[{\"_id\":\"carol\",\"nickname\":\"carol\",\"create_time\":1700000000001}]");
        assertThat(second.data()).hasToString("[{\"_id\":\"bob\",\"nickname\":\"bob\",\"create_time\":1700000000000}]");
        assertThat(second.json().get("hasMore").asBoolean()).isFalse();
    }

    @Test
    void getBlockList_unblockedOrGone_isLeftOut() {
        blockAt(1_700_000_000_000L, "alice", "bob");
        blockAt(1_700_000_000_000L, "alice", "carol");
        friendships.unblock("alice", "bob");
        collection("uni-id-users").deleteOne(new Document("_id", "carol"));

        assertThat(call("getBlockList", "alice", Map.of()).data()).isEmpty();
    }

    @Test
    void getBlockList_badParameters_are400() {
        assertThat(call(event("limit-zero")).outcome()).isEqualTo("400 param-error");
        assertThat(call("getBlockList", "alice", Map.of("cursor", "x")).outcome())
                .isEqualTo("400 param-error");
    }

    private void blockAt(long time, String uid, String blockedUid) {
        clock.set(time);
        friendships.block(uid, blockedUid);
        clock.reset();
    }
}
