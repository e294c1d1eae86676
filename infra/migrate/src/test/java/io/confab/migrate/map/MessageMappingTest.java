package io.confab.migrate.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.ids.ConversationIds;
import io.confab.domain.message.Message;
import io.confab.migrate.origin.Source;
import io.confab.migrate.origin.SourceFile;
import io.confab.migrate.report.NotTakenException;
import io.confab.migrate.report.Reason;
import io.confab.migrate.report.Report;
import java.io.Writer;
import org.bson.BsonDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageMappingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GOOD = "{\"_id\":\"m\",\"from_uid\":\"a\",\"to_uid\":\"b\",\"type\":\"text\","
            + "\"body\":\"hi\",\"create_time\":1000}";

    private final Known known = new Known();
    private final MessageMapping mapping = new MessageMapping(known);
    private final Report report = new Report(Writer.nullWriter());

    @BeforeEach
    void twoUsersAndAGroup() {
        known.addUser("a");
        known.addUser("b");
        known.addGroup("g", "a");
    }

    @Test
    void message_ofASingleChat_getsTheIdThatItsPeopleGive() throws Exception {
        Message message = mapping.message(source(GOOD));

        assertThat(message.conversationId).isEqualTo(ConversationIds.single("a", "b"));
        assertThat(message.sendKey).isEqualTo("a#m");
        assertThat(message.updateTime).isEqualTo(1_000);
    }

    @Test
    void message_withUniqueId_keepsThePairForItsRepeats() throws Exception {
        Message message = mapping.message(source(with("\"unique_id\":\"u1\"")));

        assertThat(message.sendKey).isEqualTo("a#u1");
    }

    @Test
    void message_withDottedKeys_isStoredEscaped() throws Exception {
        Message message = mapping.message(source(GOOD.replace("\"hi\"", "{\"a.b\":{\"\":1}}")));

        assertThat(message.body).isEqualTo(BsonDocument.parse("{\"a%2Eb\":{\"%\":{\"$numberLong\":\"1\"}}}"));
    }

    @Test
    void message_thatWasRevoked_isFoundByTheUnreadRule() throws Exception {
        Message message =
                mapping.message(source(with("\"is_revoke\":true").replace("\"to_uid\":\"b\"", "\"group_id\":\"g\"")));

        assertThat(MessageMapping.unreadKeys(message)).containsExactly("group_g#by#a", "group_g#revoked");
    }

    @Test
    void check_ofABodyOfAnotherShape_takesItAndSaysSo() throws Exception {
        mapping.check(source(GOOD.replace("\"text\"", "\"location\"")), report);

        assertThat(report.of(SourceFile.MESSAGES).changed()).containsOnlyKeys(Reason.BODY_SHAPE);
    }

    @Test
    void check_ofAGroupMessageByNobody_takesItAndSaysSo() throws Exception {
        mapping.check(
                source(GOOD.replace("\"to_uid\":\"b\"", "\"group_id\":\"g\"").replace("\"a\"", "\"gone\"")), report);

        assertThat(report.of(SourceFile.MESSAGES).changed()).containsOnlyKeys(Reason.UNKNOWN_AUTHOR);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"to_uid\":\"b\" | \"to_uid\":\"gone\" | UNKNOWN_USER",
                "\"to_uid\":\"b\" | \"to_uid\":\"a\" | SELF",
                "\"to_uid\":\"b\" | \"to_uid\":\"\" | MISSING_FIELD",
                "\"to_uid\":\"b\" | \"group_id\":\"h\" | UNKNOWN_GROUP",
                "\"to_uid\":\"b\" | \"to_uid\":\"b\",\"group_id\":\"g\" | TWO_RECEIVERS",
                "\"text\" | \"hologram\" | UNKNOWN_TYPE",
                "\"create_time\":1000 | \"create_time\":\"soon\" | MISSING_FIELD",
                "\"body\":\"hi\" | \"body\":null | MISSING_FIELD",
                "\"_id\":\"m\" | \"_id\":\"m#1\" | NO_ID"
            })
    void check_ofWhatCannotBeTaken_namesTheReason(String before, String after, Reason reason) {
        assertThatThrownBy(() -> mapping.check(source(GOOD.replace(before, after)), report))
                .isInstanceOfSatisfying(
                        NotTakenException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void check_ofABodyAtTheLimit_takesItAndOneCharacterMoreNot() throws Exception {
        mapping.check(source(GOOD.replace("hi", "x".repeat(49_998))), report);

        assertThatThrownBy(() -> mapping.check(source(GOOD.replace("hi", "x".repeat(49_999))), report))
                .isInstanceOfSatisfying(
                        NotTakenException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BODY_TOO_LARGE));
    }

    private static String with(String field) {
        return GOOD.replace("{\"_id\"", "{" + field + ",\"_id\"");
    }

    private static Source source(String json) throws Exception {
        return new Source(SourceFile.MESSAGES, 1, (ObjectNode) JSON.readTree(json));
    }
}
