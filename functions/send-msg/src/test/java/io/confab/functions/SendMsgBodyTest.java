package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.ids.ConversationIds;
import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types, bodies and notes. */
@QuarkusTest
class SendMsgBodyTest extends FunctionTestBase {
    private Reply send(String type, String bodyJson) {
        return call(
                "sendMsg",
                "alice",
                "{\"appId\":\"a\",\"to_uid\":\"bob\",\"type\":\"" + type + "\",\"body\":" + bodyJson + "}");
    }

    private String note() {
        return collection("uni-im-conversation")
                .find(new Document("user_key", "bob#" + ConversationIds.single("alice", "bob")))
                .first()
                .getString("last_msg_note");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text          | \"hi\"                                        | hi",
                "code          | \"int a = 1;\"                                | [代码]",
                "image         | \"https://x.y/1.png\"                         | [图片]",
                "image         | {\"url\":\"https://x.y/1.png\",\"w\":1}       | [图片]",
                "sound         | {\"url\":\"https://x.y/1.mp3\",\"time\":3}    | [语音]",
                "video         | {\"url\":\"https://x.y/1.mp4\"}               | [视频]",
                "file          | {\"url\":\"u\",\"size\":1,\"name\":\"n\"}     | [文件]",
                "location      | {\"latitude\":1.5,\"longitude\":-2,\"a.b\":0} | [位置]",
                "rich-text     | [{\"name\":\"p\",\"attrs\":{}},\"x\",[]]      | [图文消息]",
                "history       | {\"title\":\"t\",\"msgList\":[]}              | [聊天记录]",
                "userinfo-card | {\"user_id\":\"carol\",\"\":null}             | [名片]",
            })
    void sendMsg_goodBodyOfEachType_isStoredAndNoted(String type, String body, String note) {
        // Given
        users.device("bob", "phone", Map.of("connection_id", "bob-1", "appid", "a"));

        // When
        Reply reply = send(type, body);

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(note()).isEqualTo(note);
        JsonNode message = pushed("bob-1").get(0).at("/data/payload/data");
        assertThat(message.get("type").asText()).isEqualTo(type);
        assertThat(message.get("body")).hasToString(body.replace("1.0", "1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text          | \"\"                         | body",
                "text          | 5                            | body",
                "text          | {\"a\":1}                    | body",
                "code          | []                           | body",
                "image         | 7                            | body",
                "image         | {}                           | body.url",
                "sound         | \"u\"                        | body",
                "sound         | {\"url\":\"\"}               | body.url",
                "video         | {\"url\":5}                  | body.url",
                "file          | {\"name\":\"n\"}             | body.url",
                "location      | {\"latitude\":1}             | body.longitude",
                "location      | {\"latitude\":\"1\",\"longitude\":2} | body.latitude",
                "rich-text     | {}                           | body",
                "history       | {\"title\":\"t\"}            | body.msgList",
                "history       | {\"msgList\":[]}             | body.title",
                "userinfo-card | {\"user_id\":1}              | body.user_id",
            })
    void sendMsg_badBodyOfEachType_is400ThatNamesTheField(String type, String body, String field) {
        // When
        Reply reply = send(type, body);

        // Then
        assertThat(reply.outcome()).isEqualTo("400 param-error");
        assertThat(reply.errMsg()).startsWith(field + ":");
        assertThat(stored("uni-im-msg")).isEmpty();
    }

    @Test
    void sendMsg_bodyOfFiftyThousandCharacters_isAcceptedOneMoreIs413() {
        // The quotes count.
        assertThat(send("text", "\"" + "字".repeat(49_998) + "\"").outcome()).isEqualTo("200 0");
        assertThat(send("text", "\"" + "字".repeat(49_999) + "\"").outcome()).isEqualTo("413 body-too-large");
    }

    @Test
    void sendMsg_longTextWithLineBreaks_isNotedAsThirtyCharactersOfOneLine() {
        // When
        send("text", "\"a\\nb\\r\\nc" + "d".repeat(26) + "😀e\"");

        // Then: the surrogate pair at 30 is left out whole
        assertThat(note()).isEqualTo("abc" + "d".repeat(26));
    }

    @Test
    void sendMsg_dollarInAValue_isText() {
        // When
        send("text", "\"$where {$ne: 1}\"");

        // Then
        assertThat(note()).isEqualTo("$where {$ne: 1}");
    }
}
