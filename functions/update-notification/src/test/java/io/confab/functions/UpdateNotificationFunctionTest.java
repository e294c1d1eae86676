package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UpdateNotificationFunctionTest extends FunctionTestBase {
    private static final String ID = "0123456789abcdef01234567";

    @BeforeEach
    void notification() {
        collection("uni-im-notification")
                .insertOne(new Document("_id", ID)
                        .append("unique_key", ID)
                        .append("user_id", "alice")
                        .append("payload", new Document("subType", "s").append("state", false))
                        .append("is_read", false)
                        .append("create_time", 1L));
    }

    private Reply update(String uid, Map<String, ?> params) {
        return call("updateNotification", uid, params);
    }

    private Document stored() {
        return stored("uni-im-notification").get(0);
    }

    @Test
    void updateNotification_readAndConfirmed_isStored() {
        // When
        Reply reply = call(event("read"));

        // Then
        assertThat(reply.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(stored()).containsEntry("is_read", true);
        assertThat(stored().get("payload", Document.class))
                .containsEntry("state", "confirm")
                .containsEntry("subType", "s");
    }

    @Test
    void updateNotification_oneField_leavesTheOther() {
        update("alice", Map.of("_id", ID, "state", "cancel"));
        assertThat(stored()).containsEntry("is_read", false);

        update("alice", Map.of("_id", ID, "is_read", true));
        update("alice", Map.of("_id", ID, "is_read", false));

        assertThat(stored()).containsEntry("is_read", false);
        assertThat(stored().get("payload", Document.class)).containsEntry("state", "cancel");
    }

    @Test
    void updateNotification_notMine_is404() {
        assertThat(update("bob", Map.of("_id", ID, "is_read", true)).outcome()).isEqualTo("404 notification-not-found");
        assertThat(update("alice", Map.of("_id", "none", "is_read", true)).outcome())
                .isEqualTo("404 notification-not-found");
        assertThat(stored()).containsEntry("is_read", false);
    }

    @Test
    void updateNotification_badParameters_are400() {
        assertThat(call(event("no-such-state")).outcome()).isEqualTo("400 param-error");
        assertThat(update("alice", Map.of("_id", ID)).outcome()).isEqualTo("400 param-error");
        assertThat(update("alice", Map.of("is_read", true)).outcome()).isEqualTo("400 param-error");
        assertThat(update("alice", Map.of("_id", ID, "is_read", "true")).outcome())
                .isEqualTo("400 param-error");
    }
}
