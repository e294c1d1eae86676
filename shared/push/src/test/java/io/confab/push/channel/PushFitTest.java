package io.confab.push.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.json.JsonLength;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PushFitTest {
    private static ObjectNode message(String body) {
        ObjectNode push =
                JsonNodeFactory.instance.objectNode().put("title", "alice").put("content", "hello");
        ObjectNode payload = push.putObject("payload").put("type", "uni-im").put("title", "alice");
        payload.putObject("avatar_file").put("url", "https://example.com/" + "a".repeat(300));
        ObjectNode data = payload.putObject("data").put("_id", "m1").put("conversation_id", "single_1");
        data.put("type", "text")
                .put("body", body)
                .put("seq", 7)
                .putArray("call_uid")
                .add("bob");
        return push;
    }

    private static Optional<ObjectNode> fit(ObjectNode push, int maxBytes) {
        return PushFit.fit(push, Function.identity(), form -> JsonLength.bytes(form) <= maxBytes);
    }

    @Test
    void fit_smallPush_isSentAsItIs() {
        assertThat(fit(message("hi"), 1_000)).hasValue(message("hi"));
    }

    @Test
    void fit_tooLarge_losesOptionalFieldsFirst() {
        ObjectNode fitted = fit(message("hi"), 300).orElseThrow();

        assertThat(fitted.at("/payload/avatar_file").isMissingNode()).isTrue();
        assertThat(fitted.at("/payload/data/call_uid").isMissingNode()).isTrue();
        assertThat(fitted.at("/payload/data/body").asText()).isEqualTo("hi");
        assertThat(fitted.at("/payload/data").has("LongMsg")).isFalse();
    }

    @Test
    void fit_longText_isCutBetweenCharacters() {
        ObjectNode fitted = fit(message("x".repeat(49) + "😀".repeat(300)), 400).orElseThrow();

        assertThat(fitted.at("/payload/data/body").asText()).isEqualTo("x".repeat(49));
        assertThat(fitted.at("/payload/data/LongMsg").asBoolean()).isTrue();
        assertThat(fitted.at("/payload/data/seq").asInt()).isEqualTo(7);
    }

    @Test
    void fit_veryLittleRoom_namesTheMessageAlone() {
        ObjectNode fitted = fit(message("漢".repeat(1_000)), 160).orElseThrow();

        assertThat(fitted.at("/payload/data")).hasToString("{\"_id\":\"m1\",\"conversation_id\":\"single_1\"}");
        assertThat(fitted.at("/payload/type").asText()).isEqualTo("uni-im");
    }

    @Test
    void fit_notification_keepsTheIdWithWhichItIsRead() {
        ObjectNode push =
                JsonNodeFactory.instance.objectNode().put("title", "t").put("content", "c");
        push.putObject("payload")
                .put("type", "uni-im-notification")
                .put("notificationId", "n1")
                .putObject("data")
                .put("text", "x".repeat(2_000));

        assertThat(fit(push, 200).orElseThrow().get("payload"))
                .hasToString("{\"type\":\"uni-im-notification\",\"notificationId\":\"n1\"}");
    }

    @Test
    void fit_nothingFits_isEmpty() {
        assertThat(fit(message("hi"), 20)).isEmpty();
        ObjectNode other =
                JsonNodeFactory.instance.objectNode().put("title", "t").put("content", "c");
        other.put("payload", "x".repeat(2_000));
        assertThat(fit(other, 1_000)).isEmpty();
    }
}
