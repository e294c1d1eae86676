package io.confab.bench.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.bson.Document;
import org.junit.jupiter.api.Test;

class TracedCommandTest {
    @Test
    void of_find_namesCollectionAndFields() {
        TracedCommand traced = TracedCommand.of(
                entry("query", "uni-im-msg", "{find: 'uni-im-msg', filter: {seq_key: 'a#1', _id: 'x'}}"));

        assertThat(traced.shape()).isEqualTo("find uni-im-msg {_id,seq_key}");
        assertThat(traced.documents()).isEqualTo(3);
        assertThat(traced.keys()).isEqualTo(4);
    }

    @Test
    void of_statementOfABulkWrite_isAnUpdate() {
        TracedCommand traced = TracedCommand.of(
                entry("update", "uni-im-conversation", "{q: {user_key: 'u#c'}, u: {$set: {a: 1}}, multi: false}"));

        assertThat(traced.shape()).isEqualTo("update uni-im-conversation {user_key}");
        assertThat(traced.isBulkable()).isTrue();
    }

    @Test
    void of_aggregate_isItsFirstMatch() {
        TracedCommand traced = TracedCommand.of(entry(
                "command", "uni-im-msg", "{aggregate: 'uni-im-msg', pipeline: [{$match: {conversation_id: 'c'}}]}"));

        assertThat(traced.shape()).isEqualTo("aggregate uni-im-msg {conversation_id}");
    }

    @Test
    void isOfPlatform_theLocalQueue() {
        assertThat(TracedCommand.of(entry("query", "confab-local-invocation", "{find: 'x', filter: {}}"))
                        .isOfPlatform())
                .isTrue();
    }

    @Test
    void isRelevant_changeStreamsAndTheBenchItself_areNot() {
        Document stream = entry("command", "$cmd.aggregate", "{aggregate: 1, pipeline: [{$changeStream: {}}]}");
        Document more = entry("getmore", "uni-im-msg", "{getMore: 1, collection: 'uni-im-msg'}")
                .append("originatingCommand", Document.parse("{aggregate: 1, pipeline: [{$changeStream: {}}]}"));
        Document own =
                entry("query", "uni-im-msg", "{find: 'uni-im-msg', filter: {}}").append("appName", "confab-bench");

        assertThat(TracedCommand.isRelevant(stream)).isFalse();
        assertThat(TracedCommand.isRelevant(more)).isFalse();
        assertThat(TracedCommand.isRelevant(own)).isFalse();
    }

    private static Document entry(String op, String collection, String command) {
        return new Document("op", op)
                .append("ns", "confab." + collection)
                .append("command", Document.parse(command))
                .append("docsExamined", 3)
                .append("keysExamined", 4)
                .append("ts", new java.util.Date(1_000));
    }
}
