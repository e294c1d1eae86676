package io.confab.domain.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.domain.trigger.Change.Operation;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.Test;

class ChangeTest {
    private static final int SECOND = 1_700_000_000;
    private static final long NOW = SECOND * 1_000L;
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);

    private static Change change(Operation operation, String after, String updated, int second) {
        return new Change(
                operation,
                "c",
                "id",
                Optional.empty(),
                fields(after),
                fields(updated),
                second == 0 ? Optional.empty() : Optional.of(new BsonTimestamp(second, 3)));
    }

    private static Optional<Fields> fields(String json) {
        return Optional.ofNullable(json).map(BsonDocument::parse).map(Fields::new);
    }

    private static long time(Operation operation, String after, String updated, int second) {
        return change(operation, after, updated, second).time(CLOCK, "update_time", "creat_time");
    }

    @Test
    void time_ofAChange_isWhatWasWrittenWithIt_elseWhatTheDocumentSays() {
        assertThat(time(Operation.UPDATE, "{update_time: 5}", "{update_time: NumberLong(7)}", SECOND))
                .isEqualTo(7);
        assertThat(time(Operation.INSERT, "{update_time: 5}", null, SECOND)).isEqualTo(5);
        assertThat(time(Operation.INSERT, "{creat_time: 6.0}", null, SECOND)).isEqualTo(6);
        assertThat(time(Operation.UPDATE, "{update_time: NumberLong(" + NOW + ")}", "{state: 0}", SECOND))
                .isEqualTo(NOW);
        assertThat(time(Operation.INSERT, "{update_time: 'x'}", null, 0)).isZero();
    }

    @Test
    void time_ofAWriterWhoLeftTheFieldAlone_isWhenTheDatabaseMadeTheChange() {
        long happened = new BsonTimestamp(SECOND, 3).getValue();

        assertThat(time(Operation.UPDATE, "{update_time: NumberLong(" + (NOW - 61_000) + ")}", "{state: 0}", SECOND))
                .isEqualTo(happened);
        assertThat(time(Operation.INSERT, "{}", null, SECOND)).isEqualTo(happened);
        // an event of an example, years ago, says nothing about when it came
        assertThat(time(Operation.UPDATE, "{update_time: 5}", "{state: 0}", 1_500_000_000))
                .isEqualTo(5);
    }

    @Test
    void sets_aFieldOrAPartOfIt() {
        Change change = change(Operation.UPDATE, null, "{'notification.content': 'x', names: 1}", 0);

        assertThat(change.sets("notification")).isTrue();
        assertThat(change.sets("names")).isTrue();
        assertThat(change.sets("name")).isFalse();
        assertThat(change(Operation.REPLACE, null, "{names: 1}", 0).sets("names"))
                .isFalse();
    }

    @Test
    void fields_ofAnotherType_areAbsent() {
        Fields fields = new Fields(BsonDocument.parse(
                "{a: {'$ne': null}, b: '', c: ObjectId('64b7f0c2a1d3e4f5a6b7c8d9'), d: 1.5, e: '5', f: null}"));

        assertThat(fields.id("a")).isEmpty();
        assertThat(fields.id("b")).isEmpty();
        assertThat(fields.id("c")).contains("64b7f0c2a1d3e4f5a6b7c8d9");
        assertThat(fields.number("d")).isEmpty();
        assertThat(fields.number("e")).isEmpty();
        assertThat(fields.value("f")).isEmpty();
        assertThat(fields.isTrue("e")).isFalse();
    }
}
