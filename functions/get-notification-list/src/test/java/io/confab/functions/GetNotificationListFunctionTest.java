package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GetNotificationListFunctionTest extends FunctionTestBase {
    private void notification(String id, String uid, String subType, boolean read, long time) {
        collection("uni-im-notification")
                .insertOne(new Document("_id", id)
                        .append("unique_key", id)
                        .append("user_id", uid)
                        .append("title", "title " + id)
                        .append("content", "content")
                        .append(
                                "payload",
                                new Document("type", "uni-im-notification")
                                        .append("subType", subType)
                                        .append("data", new Document("a%2Eb", 1L)))
                        .append("is_read", read)
                        .append("create_time", time));
    }

    private void fourNotifications() {
        notification("n1", "alice", "uni-im-friend-invite", false, 1);
        notification("n2", "alice", "uni-im-friend-add", true, 2);
        notification("n3", "alice", "uni-im-group-join-request", false, 3);
        notification("n4", "alice", "uni-im-friend-invite", false, 3);
        notification("n5", "bob", "uni-im-friend-invite", false, 9);
    }

    private Reply list(Map<String, ?> params) {
        return call("getNotificationList", "alice", params);
    }

    private static List<String> ids(Reply reply) {
        List<String> ids = new ArrayList<>();
        reply.data().forEach(notification -> ids.add(notification.get("_id").asText()));
        return ids;
    }

    @Test
    void getNotificationList_objectIdOfAnotherTool_isItsText() {
        ObjectId id = new ObjectId();
        collection("uni-im-notification")
                .insertOne(new Document("_id", id).append("unique_key", "u").append("user_id", "alice"));

        assertThat(ids(list(Map.of()))).containsExactly(id.toHexString());
    }

    @Test
    void getNotificationList_any_comesInPagesNewestFirst() {
        // Given
        fourNotifications();

        // When
        Reply first = call(event("newest"));
        Reply second = list(Map.of("limit", 2, "cursor", first.text("/nextCursor")));

        // Then
        assertThat(ids(first)).containsExactly("n4", "n3");
        assertThat(ids(second)).containsExactly("n2", "n1");
        assertThat(first.number("/unreadCount")).isEqualTo(3);
        assertThat(second.number("/unreadCount")).isEqualTo(3);
        assertThat(second.data().get(1))
                .hasToString("{\"_id\":\"n1\",\"user_id\":\"alice\",\"title\":\"title n1\",\"content\":\"content\","
                        + "\"payload\":{\"type\":\"uni-im-notification\",\"subType\":\"uni-im-friend-invite\","
                        + "\"data\":{\"a.b\":1}},\"is_read\":false,\"create_time\":1}");
    }

    @Test
    void getNotificationList_fieldsOfOtherTypes_areAsIfAbsent() {
        fourNotifications();
        collection("uni-im-notification")
                .updateOne(
                        new Document("_id", "n4"),
                        new Document("$set", new Document("title", 5).append("is_read", "no")));

        assertThat(ids(list(Map.of()))).containsExactly("n4", "n3", "n2", "n1");
    }

    @Test
    void getNotificationList_pictureThatWouldBeRefusedToday_leavesAsIfAbsent() {
        notification("n1", "alice", "uni-im-friend-invite", false, 1);
        set(
                "uni-im-notification",
                "_id",
                "n1",
                "payload.avatar_file",
                new Document("url", "/" + "a".repeat(1_000_000)));
        set("uni-im-notification", "_id", "n1", "title", "A\u2028B");

        Reply reply = list(Map.of());

        assertThat(reply.data().get(0).path("payload").has("avatar_file")).isFalse();
        assertThat(reply.data().get(0).path("title").asText()).isEqualTo("AB");
    }

    @Test
    void getNotificationList_byType_givesAndCountsThose() {
        fourNotifications();

        Reply one = list(Map.of("type", "uni-im-friend-invite"));
        assertThat(ids(one)).containsExactly("n4", "n1");
        assertThat(one.number("/unreadCount")).isEqualTo(2);
        assertThat(ids(list(Map.of("type", List.of("uni-im-friend-add", "uni-im-group-join-request")))))
                .containsExactly("n3", "n2");
        Reply others = list(Map.of("excludeType", "uni-im-friend-invite"));
        assertThat(ids(others)).containsExactly("n3", "n2");
        assertThat(others.number("/unreadCount")).isEqualTo(1);
        assertThat(ids(list(Map.of("excludeType", List.of("uni-im-friend-invite", "uni-im-friend-add")))))
                .containsExactly("n3");
        assertThat(ids(list(Map.of("type", "uni-im-friend-invite", "excludeType", "uni-im-friend-invite"))))
                .isEmpty();
        assertThat(ids(list(Map.of("type", List.of())))).hasSize(4);
    }

    @Test
    void getNotificationList_badParameters_are400() {
        fourNotifications();
        String cursor = list(Map.of("limit", 1)).text("/nextCursor");

        assertThat(call(event("type-of-wrong-type")).outcome()).isEqualTo("400 param-error");
        assertThat(list(Map.of("excludeType", List.of(1))).outcome()).isEqualTo("400 param-error");
        assertThat(list(Map.of("type", "uni-im-friend-invite", "cursor", cursor))
                        .outcome())
                .as("a cursor of other arguments")
                .isEqualTo("400 param-error");
    }
}
