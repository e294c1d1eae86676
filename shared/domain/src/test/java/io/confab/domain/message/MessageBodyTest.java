package io.confab.domain.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageBodyTest {
    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "TEXT|\"x\"",
                "CODE|\"x\"",
                "IMAGE|\"u\"",
                "IMAGE|{\"url\":\"u\"}",
                "SOUND|{\"url\":\"u\"}",
                "LOCATION|{\"latitude\":0,\"longitude\":-1.5}",
                "RICH_TEXT|[]",
                "HISTORY|{\"title\":\"t\",\"msgList\":[1]}",
                "USERINFO_CARD|{\"user_id\":\"u\"}",
                "SYSTEM|{}",
                "SYSTEM|\"welcome\"",
            })
    void check_goodBody_passes(MessageType type, String body) throws JsonProcessingException {
        JsonNode json = json(body);
        assertThatCode(() -> MessageBody.check(type, json)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "TEXT|\"\"|body",
                "CODE|{}|body",
                "IMAGE|\"\"|body",
                "IMAGE|{\"url\":null}|body.url",
                "FILE|\"u\"|body",
                "VIDEO|[]|body",
                "LOCATION|{\"latitude\":1,\"longitude\":\"2\"}|body.longitude",
                "RICH_TEXT|\"x\"|body",
                "HISTORY|{\"title\":\"\",\"msgList\":[]}|body.title",
                "USERINFO_CARD|{}|body.user_id",
                "SYSTEM|[1]|body",
            })
    void check_badBody_isRefusedByName(MessageType type, String body, String field) throws JsonProcessingException {
        JsonNode json = json(body);
        assertThatThrownBy(() -> MessageBody.check(type, json)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.PARAM_ERROR);
            assertThat(refusal.getMessage()).startsWith(field + ":");
        });
    }

    @Test
    void check_lengthOfItsJson_isBounded() {
        TextNode most = TextNode.valueOf("x".repeat(49_998));
        TextNode tooMuch = TextNode.valueOf("x".repeat(49_999));
        assertThatCode(() -> MessageBody.check(MessageType.TEXT, most)).doesNotThrowAnyException();
        assertThatThrownBy(() -> MessageBody.check(MessageType.TEXT, tooMuch))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BODY_TOO_LARGE));
    }
}
