package io.confab.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.page.Page;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyPageTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ObjectNode item(int number, String text) {
        return JsonNodeFactory.instance.objectNode().put("_id", "id" + number).put("body", text);
    }

    private static int bytesInAReply(Object data) throws JsonProcessingException {
        return JSON.writeValueAsBytes(Map.of("body", JSON.writeValueAsString(data))).length;
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "\"", "\\", "\u0001", "\n\t/", "\u007f", "é", "中文", "😀", "\u2028", "<&>", ""})
    void of_anyText_isWhatJacksonWrites(String text) throws JsonProcessingException {
        ObjectNode json = item(1, text.repeat(1000)).put("n", 1.5e300).put(text, true);
        json.putArray("list").add(1L).addNull();

        assertThat(ReplySize.of(json)).isEqualTo(bytesInAReply(json) - bytesInAReply("") + 4);
        assertThat(ReplySize.ofText(json.toString())).isEqualTo(ReplySize.of(json));
        assertThat(ReplySize.atMost(json)).isGreaterThanOrEqualTo(ReplySize.of(json));
        assertThat(ReplySize.isWithin(json.toString(), ReplySize.of(json))).isTrue();
        assertThat(ReplySize.isWithin(json.toString(), ReplySize.of(json) - 1)).isFalse();
    }

    @Test
    void atMost_anyValue_isNotLess() {
        ObjectNode json = item(1, "\u0001").put("long", Long.MIN_VALUE).put("int", Integer.MIN_VALUE);
        json.put("true", true)
                .put("false", false)
                .put("double", -Double.MIN_VALUE)
                .putNull("null");
        json.put("decimal", new BigDecimal("-1e-1000"))
                .put("bytes", new byte[100])
                .putArray("empty");
        json.set("nested", json.deepCopy());

        json.properties().forEach(field -> assertThat(ReplySize.atMost(field.getValue()))
                .as(field.getKey())
                .isGreaterThanOrEqualTo(ReplySize.of(field.getValue())));
        assertThat(ReplySize.atMost(json)).isGreaterThanOrEqualTo(ReplySize.of(json));
    }

    @Test
    void page_itemsThatFitOnlyWhenMeasured_areAllOnIt() {
        List<ObjectNode> items = IntStream.range(0, 400)
                .mapToObj(i -> item(i, "x".repeat(10_000)))
                .toList();

        ReplyPage page = ReplyPage.of(Page.of(items, 400, any -> ""), item -> item);

        assertThat(page.data()).isEqualTo(items);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\"", "\\", "\u0001", "中", "😀"})
    void page_itemsOfManyBytes_endsByBytesAndGoesOnExactlyThere(String text) throws JsonProcessingException {
        // Given
        List<Integer> all = IntStream.range(0, 100).boxed().toList();
        List<String> seen = new ArrayList<>();
        int pages = 0;
        Optional<String> cursor = Optional.of("-1");

        // When
        while (cursor.isPresent()) {
            int from = Integer.parseInt(cursor.get()) + 1;
            List<Integer> oneMore = all.subList(from, Math.min(all.size(), from + 51));
            Page<Integer> found = Page.of(oneMore, 50, String::valueOf)
                    .mapOptional(number -> number % 7 == 3 ? Optional.empty() : Optional.of(number));
            ReplyPage page = ReplyPage.of(found, number -> item(number, text.repeat(50_000)));
            page.data().forEach(item -> seen.add(item.get("_id").asText()));
            assertThat(bytesInAReply(page.data())).isLessThan(ReplySize.MAX_BYTES);
            cursor = page.nextCursor();
            pages++;
        }

        // Then
        assertThat(seen)
                .containsExactlyElementsOf(all.stream()
                        .filter(number -> number % 7 != 3)
                        .map(number -> "id" + number)
                        .toList());
        assertThat(pages).isEqualTo(text.equals("x") ? 2 : pages).isGreaterThan(1);
    }

    @Test
    void page_anItemThatFitsNoReply_leavesShortenedAndFailsNothing() throws JsonProcessingException {
        // Given
        ObjectNode huge = item(1, "\u0001".repeat(1_000_000));
        huge.set("payload", JsonNodeFactory.instance.objectNode().put("text", "😀".repeat(1_000_000)));
        huge.set("call_uid", JSON.valueToTree(List.of("x".repeat(200_000))));

        // When
        ReplyPage page = ReplyPage.of(Page.of(List.of(huge, item(2, "small")), 2, any -> ""), item -> item);

        // Then
        assertThat(page.data()).hasSize(2);
        assertThat(page.data().get(0).get("_id").asText()).isEqualTo("id1");
        assertThat(page.data().get(0).get("body").asText()).isEqualTo("\u0001".repeat(1_000));
        assertThat(page.data().get(0).get("payload").isObject()).isTrue();
        assertThat(page.data().get(0).get("call_uid")).isEmpty();
        assertThat(bytesInAReply(page.data())).isLessThan(ReplySize.MAX_BYTES);
    }

    @Test
    void page_anItemThatFitsNoReplyBehindOthers_isTheNextPage() {
        List<ObjectNode> items = List.of(item(1, "small"), item(2, "x".repeat(5_000_000)));

        ReplyPage page = ReplyPage.of(Page.of(items, 2, last -> last.get("_id").asText()), item -> item);

        assertThat(page.data()).containsExactly(items.get(0));
        assertThat(page.nextCursor()).contains("id1");
    }
}
