package io.confab.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.message.Message;
import io.confab.domain.message.ShownBody;
import io.confab.domain.push.ControlPush;
import io.confab.domain.push.GivenPush;
import io.confab.domain.push.MessagePush;
import io.confab.domain.push.NotificationPush;
import io.confab.domain.push.PushReport;
import io.confab.domain.push.PushStatus;
import io.confab.domain.storage.FreeJson;
import io.confab.domain.user.AvatarFile;
import io.confab.domain.user.Profile;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The exact texts of pushes: another version of Confab reads them from invocations, and clients read them. */
class PushJsonTest {
    private static final Profile ALICE = new Profile("alice", "Alice", new AvatarFile(null, null, "/a.png"));

    @Test
    void push_message_hasDataTitleContentAvatarAndSendingDevice() {
        MessagePush push = push(text("Hi\nBob"), Optional.of("phone"));

        assertThat(PushJson.push(push))
                .hasToString("{\"title\":\"Alice\",\"content\":\"HiBob\",\"payload\":{\"type\":\"uni-im\","
                        + "\"data\":{\"_id\":\"m1\",\"conversation_id\":\"single_1\",\"seq\":7,\"type\":\"text\","
                        + "\"body\":\"Hi\\nBob\",\"from_uid\":\"alice\",\"to_uid\":\"bob\",\"create_time\":5,"
                        + "\"update_time\":6,\"is_read\":false,\"is_revoke\":false,\"appid\":\"app\"},"
                        + "\"title\":\"Alice\",\"content\":\"HiBob\",\"avatar_file\":{\"url\":\"/a.png\"},"
                        + "\"device_id\":\"phone\"}}");
    }

    @Test
    void push_longText_isShortened() {
        JsonNode data =
                PushJson.push(push(text("x".repeat(300)), Optional.empty())).at("/payload/data");

        assertThat(data.get("body").textValue()).isEqualTo("x".repeat(50));
        assertThat(data.get("LongMsg").booleanValue()).isTrue();
    }

    @Test
    void push_messageAboutManyPeople_fitsItsBytes() {
        Message notice = text("");
        notice.type = "system";
        ObjectNode body = object("{\"user_list\":[]}");
        for (int i = 0; i < 499; i++) {
            body.withArray("user_list").addObject().put("_id", "user" + i).put("nickname", "名".repeat(30));
        }
        notice.body = FreeJson.toBson(body);

        ObjectNode push = PushJson.push(push(notice, Optional.empty()));

        assertThat(push.toString().getBytes(StandardCharsets.UTF_8).length).isBetween(23_800, 24_000);
        assertThat(push.at("/payload/data/LongMsg").booleanValue()).isTrue();
    }

    @Test
    void push_controls_showNothingAndSayWhatChanged() {
        assertThat(PushJson.push(new ControlPush.Revoked("m1", 5, "group_g1", "alice", Optional.of("g1"))))
                .hasToString("{\"title\":\"\",\"content\":\"\",\"payload\":{\"type\":\"uni-im-revoke-msg\",\"data\":"
                        + "{\"msg_id\":\"m1\",\"create_time\":5,\"conversation_id\":\"group_g1\",\"user_id\":\"alice\","
                        + "\"group_id\":\"g1\"}}}");
        assertThat(PushJson.push(new ControlPush.UnreadCleared("single_1", 7)).get("payload"))
                .hasToString("{\"type\":\"clear-conversation-unreadCount\",\"data\":"
                        + "{\"conversation_id\":\"single_1\",\"seq\":7}}");
        assertThat(PushJson.push(new ControlPush.MessagesRead("single_1", "bob", 7, 9))
                        .get("payload"))
                .hasToString("{\"type\":\"uni-im-msg-read\",\"data\":"
                        + "{\"conversation_id\":\"single_1\",\"user_id\":\"bob\",\"seq\":7,\"time\":9}}");
        assertThat(PushJson.push(new ControlPush.FriendRemoved("bob")).get("payload"))
                .hasToString("{\"type\":\"uni-im-friend-delete\",\"data\":{\"friend_uid\":\"bob\"}}");
    }

    @Test
    void push_notification_namesTheStoredOne_andLeavesItsPayloadAlone() {
        ObjectNode stored = object("{\"type\":\"uni-im-notification\",\"subType\":\"s\"}");

        ObjectNode push = PushJson.push(new NotificationPush("t", "c", stored, "n1"));

        assertThat(push)
                .hasToString("{\"title\":\"t\",\"content\":\"c\",\"payload\":"
                        + "{\"type\":\"uni-im-notification\",\"subType\":\"s\",\"notificationId\":\"n1\"}}");
        assertThat(stored).hasToString("{\"type\":\"uni-im-notification\",\"subType\":\"s\"}");
        assertThat(new PushPayload(stored).isNewNotification()).isTrue();
        assertThat(new PushPayload(push.get("payload")).isNewNotification()).isFalse();
    }

    @Test
    void frameAndOffline_areTheSamePush() {
        GivenPush push = new GivenPush("a\r\nb", "", object("{\"x\":1}"));

        assertThat(PushJson.frame(push))
                .hasToString(
                        "{\"type\":\"receive\",\"data\":{\"title\":\"ab\",\"content\":\"\",\"payload\":{\"x\":1}}}");
        assertThat(PushJson.offline(push, OptionalLong.of(3)))
                .hasToString("{\"title\":\"ab\",\"content\":\"\",\"payload\":{\"x\":1},\"badge\":3}");
        assertThat(PushJson.offline(push, OptionalLong.empty()).has("badge")).isFalse();
        assertThat(PushJson.bye("replaced")).hasToString("{\"type\":\"bye\",\"reason\":\"replaced\"}");
    }

    @Test
    void reports_sayWhatWasReached() {
        assertThat(PushJson.report(new PushReport.Sent("task", Map.of("cid", PushStatus.ONLINE))))
                .hasToString("{\"task\":{\"cid\":\"successed_online\"}}");
        assertThat(PushJson.report(new PushReport.Unreachable()))
                .hasToString("{\"uni-push-err-res\":{\"errCode\":\"uni-push-user-invalid\","
                        + "\"errMsg\":\"no reachable device\"}}");
        assertThat(PushJson.report(new PushReport.SentBefore())).isEmpty();
        assertThat(PushJson.groupReport(OptionalInt.of(2))).hasToString("{\"devices\":2}");
        assertThat(PushJson.groupReport(OptionalInt.empty())).isEmpty();
    }

    @Test
    void payload_ofAnyJson_isAboutNothing() {
        for (String json : new String[] {"1", "null", "[]", "{\"data\":[]}", "{\"data\":{\"group_id\":1}}"}) {
            PushPayload payload = new PushPayload(json(json));

            assertThat(payload.groupId()).isEmpty();
            assertThat(payload.messageId()).isEmpty();
            assertThat(payload.isMessage() || payload.isNewNotification() || payload.isRevocation())
                    .isFalse();
            assertThat(payload.mentions("alice")).isFalse();
        }
    }

    private static MessagePush push(Message message, Optional<String> sendingDeviceId) {
        return new MessagePush(message, ShownBody.brief(message, 30), ALICE, sendingDeviceId);
    }

    private static Message text(String text) {
        Message message = new Message();
        message.id = "m1";
        message.conversationId = "single_1";
        message.seq = 7;
        message.type = "text";
        message.body = FreeJson.toBson(json("\"" + text.replace("\n", "\\n") + "\""));
        message.fromUid = "alice";
        message.toUid = "bob";
        message.createTime = 5;
        message.updateTime = 6;
        message.appid = "app";
        return message;
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) json(json);
    }

    private static JsonNode json(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
