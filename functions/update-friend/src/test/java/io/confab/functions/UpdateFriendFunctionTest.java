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
class UpdateFriendFunctionTest extends FunctionTestBase {
    @Inject
    Friendships friendships;

    private Reply update(Map<String, ?> params) {
        return call("updateFriend", "alice", params);
    }

    private Document friend(String uid, String friendUid) {
        return collection("uni-im-friend")
                .find(new Document("friend_key", uid + "#" + friendUid))
                .first();
    }

    @Test
    void updateFriend_markThenClass_setsWhatIsGivenOnMySide() {
        // Given
        friendships.befriend("bob", "alice");

        // When
        Reply reply = call(event("mark"));
        update(Map.of("friend_uid", "bob", "class_name", "x".repeat(30)));

        // Then
        assertThat(reply.json()).hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{}}");
        assertThat(friend("alice", "bob")).containsEntry("mark", "Bobby").containsEntry("class_name", "x".repeat(30));
        assertThat(friend("bob", "alice")).doesNotContainKeys("mark", "class_name");
    }

    @Test
    void updateFriend_emptyMark_clearsIt() {
        friendships.befriend("bob", "alice");
        call(event("mark"));

        assertThat(update(Map.of("friend_uid", "bob", "mark", "")).status()).isEqualTo(200);

        assertThat(friend("alice", "bob")).doesNotContainKey("mark");
    }

    @Test
    void updateFriend_name_isCleanedBeforeItIsMeasured_andTakenAwayWhenItShowsNothing() {
        friendships.befriend("bob", "alice");

        assertThat(update(Map.of("friend_uid", "bob", "mark", "\u202EBob\n".repeat(10), "class_name", "tea"))
                        .status())
                .isEqualTo(200);
        assertThat(friend("alice", "bob"))
                .containsEntry("mark", "Bob".repeat(10))
                .containsEntry("class_name", "tea");
        assertThat(update(Map.of("friend_uid", "bob", "mark", "\u3164\u200B", "class_name", "\u00A0"))
                        .status())
                .isEqualTo(200);
        assertThat(friend("alice", "bob")).doesNotContainKeys("mark", "class_name");
    }

    @Test
    void updateFriend_nobodysFriend_is403() {
        friendships.befriend("bob", "alice");
        friendships.end("bob", "alice");

        assertThat(call(event("stranger")).outcome()).isEqualTo("403 not-friend");
        assertThat(update(Map.of("friend_uid", "bob", "mark", "x")).outcome()).isEqualTo("403 not-friend");
        assertThat(update(Map.of("friend_uid", "alice", "mark", "x")).outcome()).isEqualTo("403 not-friend");
    }

    @Test
    void updateFriend_badParameters_are400() {
        friendships.befriend("bob", "alice");

        assertThat(update(Map.of("mark", "x")).outcome()).isEqualTo("400 param-error");
        assertThat(update(Map.of("friend_uid", "bob")).outcome()).isEqualTo("400 param-error");
        assertThat(update(Map.of("friend_uid", "bob", "mark", "x".repeat(31))).outcome())
                .isEqualTo("400 param-error");
        assertThat(update(Map.of("friend_uid", "bob", "class_name", 1)).outcome())
                .isEqualTo("400 param-error");
    }
}
