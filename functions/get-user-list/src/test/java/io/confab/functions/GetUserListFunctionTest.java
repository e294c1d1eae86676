package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(GetUserListFunctionTest.OpenDirectory.class)
class GetUserListFunctionTest extends FunctionTestBase {
    /** An operator's choice. */
    public static class OpenDirectory implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("confab.user-directory", "true");
        }
    }

    private static List<String> ids(Reply reply) {
        List<String> ids = new ArrayList<>();
        reply.data().forEach(user -> ids.add(user.get("_id").asText()));
        return ids;
    }

    @Test
    void getUserList_open_comesInPages() {
        // When
        Reply first = call(event("first"));
        Reply second = call("getUserList", "alice", Map.of("limit", 2, "cursor", first.text("/nextCursor")));
        Reply third = call("getUserList", "alice", Map.of("limit", 2, "cursor", second.text("/nextCursor")));

        // Then
        assertThat(ids(first)).containsExactly("alice", "bob");
        assertThat(ids(second)).containsExactly("carol", "dave");
        assertThat(ids(third)).containsExactly("erin");
        assertThat(third.json().get("hasMore").asBoolean()).isFalse();
        assertThat(third.data()).hasToString("[{\"_id\":\"erin\",\"nickname\":\"erin\"}]");
    }

    @Test
    void getUserList_badParameters_are400() {
        assertThat(call(event("limit-zero")).outcome()).isEqualTo("400 param-error");
        assertThat(call("getUserList", "alice", Map.of("cursor", "x")).outcome())
                .isEqualTo("400 param-error");
    }
}
