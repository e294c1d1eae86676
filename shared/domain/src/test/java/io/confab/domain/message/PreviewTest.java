package io.confab.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewTest {
    private static Message message(String type, String text) {
        Message message = new Message();
        message.type = type;
        message.body = new BsonString(text);
        return message;
    }

    @ParameterizedTest
    @CsvSource({
        "image,[图片]",
        "sound,[语音]",
        "video,[视频]",
        "file,[文件]",
        "location,[位置]",
        "code,[代码]",
        "rich-text,[图文消息]",
        "history,[聊天记录]",
        "userinfo-card,[名片]",
        "system,[系统消息]",
        "order,[order]",
    })
    void note_ofOtherTypes_isAWordForTheType(String type, String note) {
        assertThat(Preview.note(message(type, "x"), 30)).isEqualTo(note);
    }

    @Test
    void note_ofText_isItsBeginningWithoutLineBreaks() {
        assertThat(Preview.note(message("text", "a\r\nb\nc\rd"), 30)).isEqualTo("abcd");
        assertThat(Preview.note(message("text", "x".repeat(31)), 30)).isEqualTo("x".repeat(30));
        assertThat(Preview.note(message("text", "\n".repeat(40) + "late"), 30)).isEqualTo("late");
    }

    @Test
    void note_ofRevoked_saysSoWhateverTheType() {
        Message message = message("image", "x");
        message.revoked = true;
        assertThat(Preview.note(message, 30)).isEqualTo("[消息已被撤回]");
    }

    @Test
    void shortForms_anyLineBreakOfUnicode_isRemovedBeforeTheyAreCut() {
        String text = "a\u000Bb\fc\u0085d\u2028e\u2029f" + "\u2028".repeat(60) + "late";
        assertThat(Preview.note(message("text", text), 30)).isEqualTo("abcdeflate");
        assertThat(Preview.pushContent(message("text", text))).isEqualTo("abcdeflate");
        assertThat(Preview.pushTitle("A\u2028B")).isEqualTo("AB");
        assertThat(Preview.note(message("x\u2028".repeat(99), ""), 30)).isEqualTo("[" + "x".repeat(30) + "]");
    }

    @Test
    void shortForms_cutInsideASurrogatePair_leaveThePairOut() {
        assertThat(Preview.note(message("text", "x".repeat(29) + "😀"), 30)).isEqualTo("x".repeat(29));
        assertThat(Preview.pushContent(message("text", "x".repeat(49) + "😀"))).isEqualTo("x".repeat(49));
        assertThat(Preview.pushTitle("n".repeat(19) + "😀")).isEqualTo("n".repeat(19));
        TextNode body = JsonNodeFactory.instance.textNode("x".repeat(49) + "😀".repeat(200));
        assertThat(Preview.shortened(message("text", "z"), body, 30).asText()).isEqualTo("x".repeat(49));
    }

    @Test
    void pushContent_isTextOrMultimedia() {
        assertThat(Preview.pushContent(message("text", "y".repeat(51)))).isEqualTo("y".repeat(50));
        assertThat(Preview.pushContent(message("code", "y"))).isEqualTo("[多媒体]");
        assertThat(Preview.pushTitle("n".repeat(21))).isEqualTo("n".repeat(20));
    }

    @Test
    void shortened_textAndCodeKeepTheirBeginning_othersBecomeTheirNote() {
        TextNode body = JsonNodeFactory.instance.textNode("z".repeat(300));
        assertThat(Preview.shortened(message("text", "z"), body, 30).asText()).isEqualTo("z".repeat(50));
        assertThat(Preview.shortened(message("code", "z"), body, 30).asText()).isEqualTo("z".repeat(50));
        assertThat(Preview.shortened(message("image", "z"), body, 30).asText()).isEqualTo("[图片]");
    }
}
