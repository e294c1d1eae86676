package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.ids.Hashes;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AddFriendInviteFunctionTest extends FunctionTestBase {
    private static final String INVITE_ID = Hashes.md5("[\"alice\",\"bob\"]");

    private Reply invite(Object params) {
        return call("addFriendInvite", "alice", params);
    }

    @Test
    void addFriendInvite_stranger_isStoredAndNotified() {
        // Given
        users.add("alice", Map.of("nickname", "Alice", "avatar_file", new Document("url", "/u")));
        users.connected("bob", "phone", "bob-1");

        // When
        Reply reply = call(event("invite"));

        // Then
        assertThat(reply.json())
                .hasToString("{\"errCode\":0,\"errMsg\":\"\",\"data\":{\"_id\":\"" + INVITE_ID + "\"}}");
        assertThat(stored("uni-im-friend-invite")).singleElement().satisfies(invite -> assertThat(invite)
                .containsEntry("_id", INVITE_ID)
                .containsEntry("from_uid", "alice")
                .containsEntry("to_uid", "bob")
                .containsEntry("message", "我是 Alice")
                .containsEntry("state", 0)
                .containsKey("creat_time"));
        Document notification = stored("uni-im-notification").get(0);
        assertThat(notification).containsEntry("user_id", "bob").containsEntry("is_read", false);
        assertThat(pushed("bob-1")).singleElement().satisfies(frame -> {
            JsonNode push = frame.get("data");
            assertThat(push.get("title").asText()).isEqualTo("Alice");
            assertThat(push.get("content").asText()).isEqualTo("我是 Alice");
            JsonNode payload = push.get("payload");
            assertThat(payload.get("type").asText()).isEqualTo("uni-im-notification");
            assertThat(payload.get("subType").asText()).isEqualTo("uni-im-friend-invite");
            assertThat(payload.get("unique").asText()).isEqualTo("alice");
            assertThat(payload.get("confirmText").asText()).isEqualTo("同意");
            assertThat(payload.get("cancelText").asText()).isEqualTo("拒绝");
            assertThat(payload.get("state").isBoolean()).isTrue();
            assertThat(payload.at("/avatar_file/url").asText()).isEqualTo("/u");
            assertThat(payload.get("data")).hasToString("{\"_id\":\"" + INVITE_ID + "\",\"from_uid\":\"alice\"}");
            assertThat(payload.get("notificationId").asText()).isEqualTo(notification.getString("_id"));
        });
    }

    @Test
    void addFriendInvite_again_replacesInviteAndNotificationAndPushesOnceMore() {
        // Given
        users.connected("bob", "phone", "bob-1");
        invite(Map.of("to_uid", "bob"));
        String notificationId = stored("uni-im-notification").get(0).getString("_id");
        collection("uni-im-friend-invite")
                .updateMany(new Document(), new Document("$set", new Document("state", -100)));
        collection("uni-im-notification")
                .updateMany(new Document(), new Document("$set", new Document("is_read", true)));
        clock.set(System.currentTimeMillis() + 5_000);

        // When
        Reply reply = invite(Map.of("to_uid", "bob", "message", "please"));

        // Then
        assertThat(reply.text("/data/_id")).isEqualTo(INVITE_ID);
        assertThat(stored("uni-im-friend-invite")).singleElement().satisfies(invite -> assertThat(invite)
                .containsEntry("message", "please")
                .containsEntry("state", 0)
                .containsEntry("creat_time", clock.millis()));
        assertThat(stored("uni-im-notification")).singleElement().satisfies(notification -> assertThat(notification)
                .containsEntry("_id", notificationId)
                .containsEntry("content", "please")
                .containsEntry("is_read", false));
        assertThat(pushed("bob-1")).hasSize(2);
        assertThat(pushed("bob-1").get(0).at("/data/content").asText()).isEqualTo("请求添加对方为好友");
        assertThat(pushed("bob-1").get(1).at("/data/payload/notificationId").asText())
                .isEqualTo(notificationId);
    }

    @Test
    void addFriendInvite_friendAlready_is409AndNotifiesNobody() {
        // Given
        users.connected("bob", "phone", "bob-1");
        collection("uni-im-friend")
                .insertOne(new Document("_id", "f1")
                        .append("friend_key", "alice#bob")
                        .append("user_id", "alice")
                        .append("friend_uid", "bob"));

        // When
        Reply reply = invite(Map.of("to_uid", "bob"));

        // Then
        assertThat(reply.outcome()).isEqualTo("409 1000");
        assertThat(reply.errMsg()).isEqualTo("已经是好友");
        assertThat(stored("uni-im-friend-invite")).isEmpty();
        assertThat(stored("uni-im-notification")).isEmpty();
        assertThat(online.count()).isZero();
    }

    @Test
    void addFriendInvite_badReceiver_isRefused() {
        Reply myself = call(event("myself"));
        assertThat(myself.outcome()).isEqualTo("400 param-error");
        assertThat(myself.errMsg()).contains("不能加自己为好友");
        assertThat(invite(Map.of("to_uid", "nobody")).outcome()).isEqualTo("404 user-not-found");
        assertThat(invite(Map.of()).outcome()).isEqualTo("400 param-error");
        assertThat(invite(Map.of("to_uid", "bob", "message", 5)).outcome()).isEqualTo("400 param-error");
        assertThat(stored("uni-im-friend-invite")).isEmpty();
    }
}
