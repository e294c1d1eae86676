package io.confab.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.json.JsonLength;
import io.confab.domain.message.Message;
import io.confab.domain.message.MessageType;
import io.confab.domain.message.SeenMessage;
import io.confab.domain.message.ShortMessage;
import io.confab.domain.message.ShownBody;
import io.confab.domain.message.UserList;
import io.confab.domain.storage.FreeJson;
import io.confab.domain.user.AvatarFile;
import io.confab.domain.user.Profile;
import java.util.stream.IntStream;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

class MessageJsonTest {
    private static final int NOTE_LENGTH = 30;

    private static Message announcement(int people, String nickname) {
        Message message = new Message();
        message.id = "m1";
        message.conversationId = "group_g1";
        message.groupId = "g1";
        message.fromUid = "alice";
        message.type = MessageType.SYSTEM.wireName();
        message.body = FreeJson.toBson(new UserList(IntStream.range(0, people)
                        .mapToObj(i -> new Profile("u" + i, nickname, new AvatarFile(null, null, "/x")))
                        .toList())
                .toJson());
        return message;
    }

    private static Message text(String text) {
        Message message = new Message();
        message.id = "m1";
        message.conversationId = "single_1";
        message.seq = 7;
        message.fromUid = "alice";
        message.toUid = "bob";
        message.type = MessageType.TEXT.wireName();
        message.body = new BsonString(text);
        return message;
    }

    private static ObjectNode pushed(Message message, int maxBytes) {
        return MessageJson.pushed(message, ShownBody.brief(message, NOTE_LENGTH), maxBytes);
    }

    @Test
    void pushed_peopleWhoFit_areWhole() {
        Message message = announcement(100, "n");
        ObjectNode whole = MessageJson.message(new SeenMessage(message, false));

        assertThat(pushed(message, JsonLength.bytes(whole))).isEqualTo(whole);
    }

    @Test
    void pushed_peopleWhoDoNotFit_areTheFirst() {
        ObjectNode json = pushed(announcement(500, "名".repeat(20)), 24_000);

        assertThat(JsonLength.bytes(json)).isBetween(23_800, 24_000);
        assertThat(json.get("LongMsg").asBoolean()).isTrue();
        assertThat(json.at("/body/user_list/0/_id").asText()).isEqualTo("u0");
    }

    @Test
    void listed_peopleWhoDoNotFit_areThoseOfBrief() {
        Message message = announcement(500, "名".repeat(20));
        ObjectNode brief = MessageJson.brief(new SeenMessage(message, false));

        assertThat(MessageJson.listed(ShortMessage.of(message, NOTE_LENGTH), false))
                .isEqualTo(brief);
        assertThat(JsonLength.bytes(brief)).isBetween(23_800, 24_000);
    }

    @Test
    void brief_longText_isItsBeginningAndSaysSo() {
        ObjectNode json = MessageJson.brief(new SeenMessage(text("z".repeat(300)), false));

        assertThat(json.get("body").asText()).isEqualTo("z".repeat(50));
        assertThat(json.get("LongMsg").asBoolean()).isTrue();
    }

    @Test
    void message_isReadWhenTheReceiversMarkHasReachedIt() {
        assertThat(isRead("alice", 0, 7)).isTrue();
        assertThat(isRead("alice", 7, 6)).isFalse();
        assertThat(isRead("bob", 7, 0)).isTrue();
        assertThat(isRead("bob", 6, 7)).isFalse();
    }

    private static boolean isRead(String uid, long ownMark, long peerMark) {
        return MessageJson.message(SeenMessage.by(uid, text("x"), ownMark, peerMark))
                .get("is_read")
                .asBoolean();
    }
}
