package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SearchGroupsFunctionTest extends FunctionTestBase {
    private String groupId;

    @BeforeEach
    void group() {
        groupId = chats.group("alice", "bob", "carol");
        forgetEffects();
    }

    private static List<String> ids(Reply reply) {
        return reply.data().findValuesAsText("_id");
    }

    @Test
    void searchGroups_byName_findsThoseOfThisVeryName() {
        // Given
        String second = chats.group("alice");
        chats.group("bob");
        set("uni-im-group", "_id", second, "avatar_file", new Document("url", "/u"));

        // When
        Reply reply = call(event("by-name"));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(ids(reply)).containsExactly(groupId, second);
        assertThat(reply.data().get(0))
                .hasToString("{\"_id\":\"" + groupId
                        + "\",\"name\":\"Group of alice\",\"introduction\":\"\",\"join_option\":\"freeAccess\"}");
        assertThat(reply.data().get(1).at("/avatar_file/url").asText()).isEqualTo("/u");
    }

    @Test
    void searchGroups_foldedKey_findsAnySpelling_withoutItAsTyped() {
        // Given
        String second = chats.group("alice");
        set("uni-im-group", "_id", second, "name", "STRASSE");
        set("uni-im-group", "_id", second, "folded_name", "strasse");
        set("uni-im-group", "_id", groupId, "name", "Straße");
        set("uni-im-group", "_id", groupId, "folded_name", null);

        // Then
        assertThat(ids(call("searchGroups", "dave", Map.of("params", "strasse"))))
                .containsExactly(second);
        assertThat(ids(call("searchGroups", "dave", Map.of("keyword", " straße"))))
                .containsExactly(second);
        assertThat(ids(call("searchGroups", "dave", Map.of("keyword", "Straße"))))
                .containsExactly(groupId, second);
        assertThat(call("searchGroups", "dave", Map.of("keyword", "\u202E")).data())
                .isEmpty();
    }

    @Test
    void searchGroups_byId_comesFirstAndPagesGoOn() {
        // Given
        List<String> named = List.of(chats.group("alice"), chats.group("alice"));
        named.forEach(id -> set("uni-im-group", "_id", id, "name", groupId));

        // When
        Reply first = call("searchGroups", "dave", Map.of("keyword", groupId, "limit", 1));
        Reply second = call(
                "searchGroups", "dave", Map.of("keyword", groupId, "limit", 1, "cursor", first.text("/nextCursor")));
        Reply third = call(
                "searchGroups", "dave", Map.of("keyword", groupId, "limit", 1, "cursor", second.text("/nextCursor")));

        // Then
        assertThat(ids(first)).containsExactly(groupId);
        assertThat(ids(second)).containsExactly(named.get(0));
        assertThat(ids(third)).containsExactly(named.get(1));
        assertThat(third.json().path("hasMore").asBoolean()).isFalse();
    }

    @Test
    void searchGroups_dissolvedOrPart_findsNothing() {
        assertThat(call("searchGroups", "dave", Map.of("keyword", "Group of")).data())
                .isEmpty();

        set("uni-im-group", "_id", groupId, "dissolved_time", 1L);

        assertThat(call("searchGroups", "dave", Map.of("keyword", groupId)).data())
                .isEmpty();
        assertThat(call(event("by-name")).data()).isEmpty();
        assertThat(call(event("no-keyword")).outcome()).isEqualTo("400 param-error");
        assertThat(call("searchGroups", "dave", Map.of("keyword", "x".repeat(1_000)))
                        .outcome())
                .isEqualTo("200 0");
        assertThat(call("searchGroups", "dave", Map.of("keyword", "x".repeat(1_001)))
                        .outcome())
                .isEqualTo("400 param-error");
    }
}
