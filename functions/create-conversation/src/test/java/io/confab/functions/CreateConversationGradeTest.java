package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.Friendships;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Conversation control at grade 200. */
@QuarkusTest
@TestProfile(CreateConversationGradeTest.Grade200.class)
class CreateConversationGradeTest extends FunctionTestBase {
    /** An operator's choice. */
    public static class Grade200 implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("confab.conversation-grade", "200");
        }
    }

    @Inject
    Friendships friendships;

    @Test
    void createConversation_grade200_isForFriendsAndMembers() {
        friendships.befriend("alice", "bob");
        String group = chats.group("alice", "carol");

        assertThat(call(event("single")).status()).isEqualTo(200);
        assertThat(call("createConversation", "alice", Map.of("to_uid", "carol"))
                        .outcome())
                .as("a shared group opens no single chat")
                .isEqualTo("403 conversation-forbidden");
        assertThat(call("createConversation", "alice", Map.of("group_id", group))
                        .status())
                .isEqualTo(200);
    }
}
