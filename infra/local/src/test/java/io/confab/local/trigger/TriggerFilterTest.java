package io.confab.local.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bson.BsonDocument;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.event.ruler.Ruler;

/** The patterns of {@code infra/triggers/filters.json}, by the library of EventBridge itself. */
class TriggerFilterTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An EventBridge rule takes 2,048 characters, a filter of an event source 4,096. */
    private static final int MAX_RULE = 2_048;

    private static JsonNode filters() throws IOException {
        return JSON.readTree(new File("../triggers/filters.json"));
    }

    private static ObjectNode ofEventBridge() throws IOException {
        ObjectNode pattern = JSON.createObjectNode();
        pattern.putArray("source").addObject().put("prefix", "aws.partner/mongodb.com");
        pattern.putObject("detail").set("$or", filters().path("patterns"));
        return pattern;
    }

    private static ObjectNode ofDocumentDb() throws IOException {
        ObjectNode pattern = JSON.createObjectNode();
        pattern.putObject("event").set("$or", filters().path("patterns"));
        return pattern;
    }

    private static String written(BsonDocument change, JsonMode mode) {
        return change.toJson(JsonWriterSettings.builder().outputMode(mode).build());
    }

    /** As Atlas writes without its switch: bare values. */
    private static String plain(BsonDocument change) {
        return written(change, JsonMode.RELAXED).replaceAll("\\{\"\\$(?:oid|date)\": (\"[^\"]*\")}", "$1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    true  | {operationType:'insert', ns:{coll:'uni-im-friend-invite'}, fullDocument:{state:0}}
                    true  | {operationType:'replace', ns:{coll:'uni-im-group-join'}, fullDocument:{state:0}}
                    true  | {operationType:'update', ns:{coll:'uni-im-group-join'}, updateDescription:{updatedFields:{creat_time:NumberLong(5)}}}
                    true  | {operationType:'update', ns:{coll:'uni-im-group-join'}, updateDescription:{updatedFields:{creat_time:5.5}}}
                    false | {operationType:'update', ns:{coll:'uni-im-group-join'}, updateDescription:{updatedFields:{state:100}}}
                    false | {operationType:'delete', ns:{coll:'uni-im-friend-invite'}}
                    true  | {operationType:'insert', ns:{coll:'uni-im-friend'}, fullDocument:{user_id:'a'}}
                    true  | {operationType:'update', ns:{coll:'uni-im-friend'}, updateDescription:{updatedFields:{deleted:true}}}
                    false | {operationType:'update', ns:{coll:'uni-im-friend'}, updateDescription:{updatedFields:{mark:'x'}}}
                    true  | {operationType:'delete', ns:{coll:'uni-im-friend'}, fullDocumentBeforeChange:{user_id:'a'}}
                    false | {operationType:'delete', ns:{coll:'uni-im-friend'}}
                    true  | {operationType:'update', ns:{coll:'uni-im-group'}, updateDescription:{updatedFields:{name:'n'}}}
                    true  | {operationType:'update', ns:{coll:'uni-im-group'}, updateDescription:{updatedFields:{'notification.content':'n'}}}
                    true  | {operationType:'update', ns:{coll:'uni-im-group'}, updateDescription:{updatedFields:{notification:{content:'n',create_time:NumberLong(5)}}}}
                    true  | {operationType:'update', ns:{coll:'uni-im-group'}, updateDescription:{updatedFields:{mute_all_members:false}}}
                    false | {operationType:'update', ns:{coll:'uni-im-group'}, updateDescription:{updatedFields:{last_seq:NumberLong(5),update_time:NumberLong(5),last_msg_note:'x'}}}
                    false | {operationType:'update', ns:{coll:'uni-im-group'}, updateDescription:{updatedFields:{member_count:NumberLong(5)}}}
                    false | {operationType:'insert', ns:{coll:'uni-im-group'}, fullDocument:{name:'n'}}
                    true  | {operationType:'update', ns:{coll:'uni-im-msg'}, updateDescription:{updatedFields:{is_revoke:true}}}
                    false | {operationType:'update', ns:{coll:'uni-im-msg'}, updateDescription:{updatedFields:{pushed:true}}, fullDocument:{is_revoke:true}}
                    false | {operationType:'insert', ns:{coll:'uni-im-msg'}, fullDocument:{seq:NumberLong(5),is_revoke:false}}
                    true  | {operationType:'replace', ns:{coll:'uni-im-msg'}, fullDocument:{is_revoke:true}}
                    true  | {operationType:'update', ns:{coll:'uni-id-users'}, updateDescription:{updatedFields:{status:1}}}
                    true  | {operationType:'update', ns:{coll:'uni-id-users'}, updateDescription:{updatedFields:{status:NumberLong(1)}}}
                    true  | {operationType:'update', ns:{coll:'uni-id-users'}, updateDescription:{updatedFields:{status:1.0}}}
                    false | {operationType:'update', ns:{coll:'uni-id-users'}, updateDescription:{updatedFields:{nickname:'x'}}, fullDocument:{status:1}}
                    true  | {operationType:'insert', ns:{coll:'confab-inbox'}, fullDocument:{kind:'message'}}
                    false | {operationType:'update', ns:{coll:'confab-inbox'}, updateDescription:{updatedFields:{lease_until:NumberLong(1)}}}
                    false | {operationType:'update', ns:{coll:'uni-im-conversation'}, updateDescription:{updatedFields:{last_seq:NumberLong(1)}}}
                    false | {operationType:'insert', ns:{coll:'uni-im-conversation'}, fullDocument:{name:'n'}}
                    """)
    void pattern_matchesAChange_inBothFormsAndFromBothSources(boolean expected, String change) throws Exception {
        BsonDocument event = BsonDocument.parse(change);
        for (String form :
                new String[] {written(event, JsonMode.EXTENDED), written(event, JsonMode.RELAXED), plain(event)}) {
            assertThat(Ruler.matchesRule(
                            "{\"source\":\"aws.partner/mongodb.com/stitch.trigger/1\",\"detail\":" + form + "}",
                            ofEventBridge().toString()))
                    .as(form)
                    .isEqualTo(expected);
            assertThat(Ruler.matchesRule(
                            "{\"event\":" + form + "}", ofDocumentDb().toString()))
                    .as(form)
                    .isEqualTo(expected);
        }
    }

    @Test
    void patterns_fitIntoARule_andStandInTheTemplateAsInTheirFile() throws IOException {
        assertThat(ofEventBridge().toString().length()).isLessThanOrEqualTo(MAX_RULE);
        String template = Files.readString(Path.of("../../template.yaml"));
        assertThat(template)
                .contains(ofEventBridge().toString())
                .contains(ofDocumentDb().toString());
    }
}
