package io.confab.edge.url;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.wire.ReplySize;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepliesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ObjectNode body(String text) {
        return JsonNodeFactory.instance.objectNode().put("data", text);
    }

    @ParameterizedTest
    @CsvSource({"x, 1", "'\"', 4", "\\, 4", "'\u0001', 7", "\u4e2d, 3", "\uD83D\uDE00, 12"})
    void success_ofFourMebibytes_isTheLargest(String text, int bytes) throws JsonProcessingException {
        int most = (ReplySize.MAX_BYTES - 2_000) / bytes;

        FunctionUrlReply whole = Replies.success(Method.OF_OBJECT, body(text.repeat(most)));
        FunctionUrlReply tooLarge = Replies.success(Method.OF_OBJECT, body(text.repeat(most + 2_000 / bytes + 1)));

        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(JSON.writeValueAsBytes(whole)).hasSizeBetween(ReplySize.MAX_BYTES - 3_000, ReplySize.MAX_BYTES);
        assertThat(tooLarge.statusCode()).isEqualTo(500);
        assertThat(tooLarge.body())
                .isEqualTo(
                        "{\"errSubject\":\"uni-im-co\",\"errCode\":\"internal-error\",\"errMsg\":\"internal error\"}");
    }
}
