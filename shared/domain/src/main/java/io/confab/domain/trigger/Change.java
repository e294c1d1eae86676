package io.confab.domain.trigger;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.bson.BsonTimestamp;

/**
 * A change of one document, whichever source told it (docs/triggers.md).
 *
 * @param id of the document
 * @param before the document before the change, if the source tells it
 * @param after the document after the change; of an update it may be absent, or newer than the change
 * @param updated the fields that an update set, by their dotted names; absent if the source does not tell them
 * @param happened when the database made it, if the source tells that
 */
public record Change(
        Operation operation,
        String collection,
        String id,
        Optional<Fields> before,
        Optional<Fields> after,
        Optional<Fields> updated,
        Optional<BsonTimestamp> happened) {
    private static final long SECOND = 1_000;
    private static final long BEHIND = Duration.ofMinutes(1).toMillis();
    private static final long PLAUSIBLE = Duration.ofDays(1).toMillis();

    /** What was done. */
    public enum Operation {
        INSERT,
        UPDATE,
        REPLACE,
        DELETE
    }

    /** Whether the whole document is new. */
    boolean isWhole() {
        return operation == Operation.INSERT || operation == Operation.REPLACE;
    }

    /** Whether an update set this field, or a part of it. */
    boolean sets(String field) {
        return operation == Operation.UPDATE
                && updated.filter(fields -> fields.hasAnyOf(field)).isPresent();
    }

    /**
     * The time of the document's state: what was written with the change or else stands in the document under one of these
     * names. If the change was made much later than that, its writer did not touch the field: then it is when the database made
     * the change; also if there is no such field; 0 if nothing is known.
     */
    long time(Clock clock, String... names) {
        OptionalLong written = updated.map(fields -> first(fields, names)).orElse(OptionalLong.empty());
        if (written.isPresent()) {
            return written.getAsLong();
        }
        OptionalLong stored =
                after.or(() -> before).map(fields -> first(fields, names)).orElse(OptionalLong.empty());
        OptionalLong second = second(clock);
        boolean wasLeft = stored.isPresent()
                && second.isPresent()
                && operation != Operation.INSERT
                && second.getAsLong() * SECOND > stored.getAsLong() + BEHIND;
        if (stored.isPresent() && !wasLeft) {
            return stored.getAsLong();
        }
        return happened.map(BsonTimestamp::getValue).orElse(stored.orElse(0));
    }

    private static OptionalLong first(Fields fields, String... names) {
        return Stream.of(names)
                .map(fields::number)
                .filter(OptionalLong::isPresent)
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    /** When the database made the change, in seconds; absent if it is not known, or more than a day from now. */
    OptionalLong second(Clock clock) {
        return happened.map(BsonTimestamp::getTime)
                .map(seconds -> OptionalLong.of(Integer.toUnsignedLong(seconds)))
                .filter(seconds -> Math.abs(seconds.getAsLong() * SECOND - clock.millis()) < PLAUSIBLE)
                .orElse(OptionalLong.empty());
    }
}
